// Le premier trépied : trois nombres, et l'image des poids qui suit chaque chiffre tapé.
{
  const { element, remplir } = trepied;
  // Le temps de finir de taper « 150 000 » avant de dire que « 150 0 » ne se lit pas.
  const PATIENCE = 1200;

  const bouton = (texte, onclick, options = {}) =>
    element("button", { type: "button", class: "trepied-bouton", onclick, ...options }, texte);

  const render = ({ model, el }) => {
    const contenu = model.get("contenu");
    const { champs, erreurs, leviers, votre_cible: cibles, exemple } = contenu;
    const id = trepied.identifiant("premier");

    // Les textes montrés : ceux de la personne, gardés, ou ceux de l'exemple, jamais gardés.
    let deLExemple = null;
    const textes = () => deLExemple ?? model.get("valeur");
    const texteDe = (cle) => String(textes()[cle] || (cle === "taux" ? contenu.taux : ""));

    // {valeur} ou {erreur} ou {} si rien n'est écrit
    const lire = (cle, unite) => {
      const texte = texteDe(cle);
      if (!texte.trim()) return {};
      const lu = trepied.lireNombre(texte);
      if (lu.erreur) return lu;
      // « 45 % » convient à des points.
      if (lu.unite && lu.unite !== unite && !(unite === "" && lu.unite === "%")) {
        return { erreur: remplir(erreurs.unite, { attendu: erreurs.attendus[unite], recu: erreurs.recus[lu.unite] }) };
      }
      return lu.valeur < 0 ? { erreur: erreurs.negatif } : lu;
    };
    const euros = (x) => trepied.ecrireEuros(x, Number.isInteger(x) ? 0 : 2);
    const heuresEnMots = (x) => `${trepied.ecrireNombre(x)}\u00a0h`;
    const compris = {
      argent: (x) => remplir(contenu.compris_euros, { nombre: euros(x) }),
      apports: (x) => remplir(contenu.compris_euros, { nombre: euros(x) }),
      heures: (x) => remplir(contenu.compris_heures, { nombre: heuresEnMots(x) }),
      taux: (x) => remplir(contenu.compris_taux, { nombre: euros(x) }),
      cible: (x) => remplir(contenu.compris_points, { nombre: trepied.ecrireNombre(x) }),
    };

    const saisies = [];
    const annonce = trepied.annonce({ class: "trepied-invisible" });
    let attente;
    const annoncer = (phrase) => {
      clearTimeout(attente);
      attente = setTimeout(() => {
        annonce.textContent = phrase();
      }, PATIENCE);
    };

    // Un champ de texte, ce qui en est compris, et la phrase s'il n'est pas compris.
    const saisie = ({ cle, libelle, unite, echo, texteAide }) => {
      const champ = `${id}-${cle}`;
      const noteAide = texteAide && element("p", { class: "trepied-aide", id: `${champ}-aide` }, texteAide);
      const noteEcho = element("p", { class: "trepied-lecture", id: `${champ}-echo` });
      const noteErreur = element("p", { class: "trepied-erreur", id: `${champ}-erreur`, hidden: true });
      let minuterie,
        montrer = true;
      const entree = element("input", {
        id: champ,
        class: "trepied-champ",
        type: "text",
        inputmode: "decimal",
        autocomplete: "off",
        maxlength: 60,
        "aria-describedby": [noteAide && noteAide.id, noteEcho.id, noteErreur.id].filter(Boolean).join(" "),
        oninput: () => {
          montrer = false;
          clearTimeout(minuterie);
          minuterie = setTimeout(finir, PATIENCE);
          ecrire({ [cle]: entree.value });
          annoncer(() => noteErreur.textContent.trim() || lecture.textContent || noteEcho.textContent);
        },
        onchange: () => {
          finir();
          if (!entree.value.trim()) entree.value = texteDe(cle);
        },
      });
      const finir = () => {
        clearTimeout(minuterie);
        montrer = true;
        dire();
      };
      const proposer = (lecture) => {
        const nombre = trepied.ecrireNombre(lecture);
        return bouton(remplir(erreurs.voulais, { nombre }), () => {
          ecrire({ [cle]: nombre });
          entree.focus();
        });
      };
      const dire = () => {
        const { valeur, erreur, lectures = [] } = lire(cle, unite);
        noteEcho.textContent = valeur === undefined ? "" : remplir(contenu.compris, { nombre: compris[echo](valeur) });
        noteErreur.hidden = !(erreur && montrer);
        noteErreur.replaceChildren(...(noteErreur.hidden ? [] : [`✗ ${erreur} `, ...lectures.map(proposer)]));
        if (erreur && montrer) entree.setAttribute("aria-invalid", "true");
        else entree.removeAttribute("aria-invalid");
      };
      saisies.push(() => {
        // Une autre leçon a pu changer ce nombre ; celui qu'on est en train de taper reste tel quel.
        if (document.activeElement !== entree) entree.value = texteDe(cle);
        dire();
      });
      return element(
        "div",
        { class: "trepied-saisie" },
        element("label", { for: champ }, libelle, unite && ` (${unite})`),
        noteAide,
        entree,
        noteEcho,
        noteErreur,
      );
    };

    const ecrire = (partie) => {
      if (deLExemple) {
        deLExemple = { ...deLExemple, ...partie };
        rafraichir();
        return;
      }
      // Ce qui vient d'être tapé ne doit plus pouvoir être recouvert par ce qui avait été effacé.
      annuler.hidden = true;
      trepied.changer(model, partie);
    };

    // --- Les poids

    let bonne = null; // la dernière image comprise
    const mesurer = () => {
      const lus = Object.fromEntries(Object.entries(champs).map(([cle, { unite }]) => [cle, lire(cle, unite)]));
      const { argent, heures, taux, apports } = lus;
      if ([argent, heures, taux, apports].some((l) => l.valeur === undefined)) {
        const vides = Object.keys(champs).filter((cle) => lus[cle].valeur === undefined && !lus[cle].erreur);
        return { manque: vides, faux: Object.values(lus).some((l) => l.erreur) };
      }
      const montants = [heures.valeur * taux.valeur, argent.valeur, apports.valeur];
      const poids = trepied.fermeture(montants);
      return poids ? { montants, poids, heures: heures.valeur, taux: taux.valeur } : { zero: true };
    };
    const cleDeCible = (levier) => `cible_${levier.cle}`;
    const viser = () => {
      const lus = leviers.map((levier) => lire(cleDeCible(levier), ""));
      if (lus.every((l) => l.valeur === undefined && !l.erreur)) return {};
      if (lus.some((l) => l.valeur === undefined))
        return { phrase: lus.some((l) => l.erreur) ? "" : cibles.incomplete };
      const somme = Math.round(lus.reduce((s, l) => s + l.valeur, 0) * 1e6) / 1e6;
      if (somme !== 100) {
        return {
          phrase: remplir(somme < 100 ? cibles.manque : cibles.trop, {
            somme: trepied.ecrireNombre(somme),
            ecart: points(Math.abs(100 - somme)),
          }),
        };
      }
      return { poids: trepied.fermeture(lus.map((l) => l.valeur)) };
    };
    const points = (nombre) =>
      remplir(nombre < 2 ? cibles.point : cibles.points, { nombre: trepied.ecrireNombre(nombre) });

    // --- L'écran

    const titre = element("p", { class: "trepied-question" });
    const triangle = element("div", { class: "trepied-cadre" });
    const barre = element("div", { class: "trepied-cadre" });
    const legende = element("ul", { class: "trepied-legende" });
    const lecture = element("p", { class: "trepied-phrase" });
    const total = element("p", {});
    const ecartALaCible = element("p", {});
    const avis = element("p", { class: "trepied-avis" });
    const chiffres = element("div");
    const tableau = element(
      "details",
      { ontoggle: () => remplirLeTableau() },
      element("summary", {}, contenu.tableau),
      chiffres,
    );

    let vue = { mesure: null, cible: {} };
    const poidsEnMots = (poids) =>
      leviers
        .map((levier, i) => remplir(contenu.part, { nom: levier.nom, part: trepied.ecrirePourcent(poids[i]) }))
        .join(", ");
    const lePlusProche = (poids) => {
      const proches = leviers.filter((_, i) => poids[i] > Math.max(...poids) - 0.001);
      return proches.length === 1 ? remplir(contenu.alt_proche, { sommet: proches[0].nom }) : "";
    };
    const altDuTriangle = () =>
      [
        vue.mesure ? remplir(contenu.alt_triangle, { poids: poidsEnMots(vue.mesure.poids) }) : contenu.alt_vide,
        vue.mesure && lePlusProche(vue.mesure.poids),
        vue.cible.poids && remplir(contenu.alt_cible, { poids: poidsEnMots(vue.cible.poids) }),
      ]
        .filter(Boolean)
        .join(" ");
    const tracerLeTriangle = trepied.dessins.ajuster(triangle, (largeur) =>
      trepied.dessins.triangle({
        largeur,
        alt: altDuTriangle(),
        coins: leviers.map((levier, i) => ({
          nom: levier.nom,
          mots: vue.mesure && trepied.ecrirePourcent(vue.mesure.poids[i]),
        })),
        reperes: [
          vue.mesure && { poids: vue.mesure.poids, nom: contenu.aujourdhui, forme: "rond" },
          vue.cible.poids && { poids: vue.cible.poids, nom: contenu.cible, forme: "losange" },
        ].filter(Boolean),
      }),
    );
    const tracerLaBarre = trepied.dessins.ajuster(barre, (largeur) =>
      vue.mesure
        ? trepied.dessins.barre({
            largeur,
            alt: trepied.phraseDesPoids(vue.mesure.poids),
            parts: enLigne(
              leviers.map((levier, i) => ({ cle: levier.cle, nom: levier.nom, part: vue.mesure.poids[i] })),
            ),
          })
        : "",
    );
    // Dans la barre comme dans la phrase : l'argent d'abord, le plus familier.
    const enLigne = ([humaines, financieres, alliances]) => [financieres, humaines, alliances];

    const remplirLeTableau = () => {
      if (!tableau.open) return;
      const { mesure, cible } = vue;
      chiffres.replaceChildren(
        trepied.dessins.tableau(contenu.tableau, contenu.entetes, [
          ...enLigne(
            leviers.map((levier, i) => [
              levier.nom,
              mesure ? euros(Math.round(mesure.montants[i] * 100) / 100) : "",
              mesure ? trepied.ecrirePourcent(mesure.poids[i]) : "",
              cible.poids ? trepied.ecrirePourcent(cible.poids[i], 0) : "",
            ]),
          ),
          [
            contenu.ligne_total,
            mesure ? euros(sommeDe(mesure)) : "",
            mesure ? trepied.ecrirePourcent(1) : "",
            cible.poids ? trepied.ecrirePourcent(1, 0) : "",
          ],
        ]),
      );
    };
    const sommeDe = ({ montants }) => Math.round(montants.reduce((a, b) => a + b, 0) * 100) / 100;

    const rafraichir = () => {
      for (const afficher of saisies) afficher();
      const mesure = mesurer();
      if (mesure.poids) bonne = mesure;
      else if (!mesure.faux) bonne = null;
      const cible = viser();
      vue = { mesure: bonne, cible };
      tracerLeTriangle();
      tracerLaBarre();
      lecture.textContent = bonne ? trepied.phraseDesPoids(bonne.poids) : "";
      total.textContent = !bonne
        ? ""
        : remplir(bonne.montants[0] ? contenu.total : contenu.total_sans_heures, {
            total: euros(sommeDe(bonne)),
            temps: euros(Math.round(bonne.montants[0] * 100) / 100),
            heures: heuresEnMots(bonne.heures),
            taux: euros(bonne.taux),
          });
      legende.replaceChildren(
        ...(bonne
          ? enLigne(
              leviers.map((levier, i) =>
                element(
                  "li",
                  { class: `trepied-levier-${levier.cle}` },
                  trepied.dessins.pastille(levier.cle),
                  element(
                    "span",
                    {},
                    `${levier.nom} (${levier.nom_court})\u00a0: `,
                    element("strong", {}, trepied.ecrirePourcent(bonne.poids[i])),
                  ),
                ),
              ),
            )
          : []),
      );
      const ecart = bonne && cible.poids ? Math.round(trepied.pointsADeplacer(bonne.poids, cible.poids) * 100) : null;
      ecartALaCible.textContent =
        ecart === null
          ? (cible.phrase ?? "")
          : ecart
            ? remplir(cibles.ecart, { points: points(ecart) })
            : cibles.atteinte;
      avis.textContent = mesure.zero
        ? erreurs.zero
        : mesure.faux
          ? bonne
            ? erreurs.gardee
            : ""
          : mesure.manque
            ? remplir(contenu.manque, { champs: liste(mesure.manque.map((cle) => champs[cle].court)) })
            : "";
      titre.replaceChildren(
        ...(deLExemple
          ? [
              remplir(contenu.resultat_exemple, { nom: contenu.cas.nom }),
              " ",
              element("strong", { class: "trepied-fictif" }, exemple.fictif),
            ]
          : [contenu.resultat]),
      );
      bandeau.hidden = !deLExemple;
      essayer.hidden = Boolean(deLExemple);
      effacer.hidden = Boolean(deLExemple) || !Object.values(model.get("valeur")).some(Boolean);
      remplirLeTableau();
    };
    const liste = (mots) => [mots.slice(0, -1).join(", "), ...mots.slice(-1)].filter(Boolean).join(contenu.et);

    // --- L'exemple, et l'effacement : les nombres de la personne ne se perdent pas.

    const dit = trepied.annonce();
    const essayer = bouton(remplir(exemple.essayer, { nom: contenu.cas.nom }), () => {
      deLExemple = { ...contenu.cas.textes };
      annuler.hidden = true;
      dit.textContent = "";
      bonne = null;
      rafraichir();
      revenir.focus();
      annoncer(() => lecture.textContent);
    });
    const revenir = bouton(exemple.revenir, () => {
      deLExemple = null;
      bonne = null;
      rafraichir();
      essayer.focus();
      dit.textContent = exemple.revenu;
    });
    const bandeau = element(
      "div",
      { class: "trepied-bandeau" },
      element("p", { role: "status" }, remplir(exemple.bandeau, { nom: contenu.cas.nom })),
      revenir,
    );
    let effaces = null;
    const effacer = bouton(contenu.effacer, () => {
      effaces = model.get("valeur");
      model.set("valeur", {});
      model.save_changes();
      annuler.hidden = false;
      annuler.focus();
      dit.textContent = contenu.efface;
    });
    const annuler = bouton(
      contenu.annuler,
      () => {
        model.set("valeur", effaces);
        model.save_changes();
        annuler.hidden = true;
        dit.textContent = contenu.annule;
        effacer.focus();
      },
      { hidden: true },
    );

    const champ = (cle, echo = cle) =>
      saisie({
        cle,
        echo,
        unite: champs[cle].unite,
        libelle: champs[cle].libelle,
        texteAide: champs[cle].aide,
      });
    const cible = element(
      "details",
      { class: "trepied-cibles", open: leviers.some((l) => texteDe(cleDeCible(l))) },
      element("summary", {}, cibles.titre),
      element("p", { class: "trepied-aide" }, cibles.aide),
      element(
        "div",
        { class: "trepied-rangee" },
        enLigne(
          leviers.map((levier) =>
            saisie({
              cle: cleDeCible(levier),
              echo: "cible",
              unite: "",
              libelle: remplir(cibles.libelle, { levier: levier.nom_court.replace(/^./, (l) => l.toUpperCase()) }),
            }),
          ),
        ),
      ),
    );

    el.replaceChildren(
      element(
        "section",
        { class: "trepied-boite trepied-large trepied-premier", "aria-label": contenu.titre },
        element("p", { class: "trepied-titre" }, contenu.titre),
        element("p", {}, contenu.consigne, " ", element("span", { class: "trepied-prive" }, contenu.prive)),
        element("p", {}, essayer),
        bandeau,
        element(
          "div",
          { class: "trepied-colonnes" },
          element(
            "div",
            {},
            Object.keys(champs).map((cle) => champ(cle)),
            element("p", { class: "trepied-aide" }, contenu.salaires),
          ),
          element(
            "div",
            { class: "trepied-resultat" },
            titre,
            triangle,
            avis,
            lecture,
            barre,
            legende,
            total,
            ecartALaCible,
            element("p", { class: "trepied-aide" }, contenu.lecture, " ", contenu.limites),
          ),
          cible,
        ),
        tableau,
        element("div", { class: "trepied-boutons" }, effacer, annuler),
        dit,
        annonce,
        trepied.ligneEtat(model),
      ),
    );
    rafraichir();
    model.on("change:valeur", rafraichir);
    return () => model.off("change:valeur", rafraichir);
  };

  trepied.outils.premier_trepied = { render };
}
