// Le registre : un tableau que la personne remplit ligne par ligne, et le bilan qu'on en tire.
{
  const { element } = trepied;
  const MAXIMUM = 40; // lignes
  const PATIENCE = 1200; // millisecondes sans frappe avant de lire le bilan à voix haute

  const bouton = (texte, onclick, options = {}) =>
    element("button", { type: "button", class: "trepied-bouton", onclick, ...options }, texte);
  const estUnObjet = (x) => x !== null && typeof x === "object" && !Array.isArray(x);
  const cite = (mots) => `«\u00a0${mots}\u00a0»`;
  // La place de chaque colonne quand l'écran est large.
  const LARGEURS = { texte: "minmax(0, 2fr)", nombre: "minmax(0, 1.1fr)", choix: "minmax(0, 1.7fr)", cases: "minmax(0, 2fr)" };

  // Les lignes gardées, dans l'ordre : [{id, ligne}]. Ce qui n'a pas la bonne forme est laissé de côté ; une ligne
  // ajoutée dans une autre leçon, absente de l'ordre d'ici, vient à la fin.
  const lire = (valeur) => {
    const gardees = estUnObjet(valeur.lignes) ? valeur.lignes : {};
    const ids = Object.keys(gardees).filter((id) => estUnObjet(gardees[id]));
    const ordre = (Array.isArray(valeur.ordre) ? valeur.ordre : []).filter((id) => ids.includes(id));
    return [...new Set([...ordre, ...ids])].map((id) => ({ id, ligne: gardees[id] }));
  };

  trepied.outils.registre = {
    render({ model, el }) {
      const contenu = model.get("contenu");
      const { colonnes, bilan, exemple, taux } = contenu;
      const [premiere] = colonnes;

      // Ce qui est montré : les lignes de la personne, gardées, ou celles de l'exemple, jamais gardées.
      let deLExemple = null;
      const valeur = () => deLExemple ?? model.get("valeur");
      const poser = (partie) => {
        if (deLExemple) {
          deLExemple = { ...deLExemple, ...partie };
          afficher();
        } else trepied.changer(model, partie);
      };
      const poserLignes = (liste) =>
        poser({ lignes: Object.fromEntries(liste.map(({ id, ligne }) => [id, ligne])), ordre: liste.map(({ id }) => id) });

      // Une case se nomme par sa ligne et sa colonne ; le taux n'a pas de ligne.
      const cleDe = (...place) => JSON.stringify(place);
      const gardien = trepied.gardien((attente) => {
        const partie = {};
        let liste = lire(valeur());
        for (const [cle, tape] of Object.entries(attente)) {
          const [id, colonne] = JSON.parse(cle);
          if (!colonne) partie[id] = tape;
          else liste = liste.map((l) => (l.id === id ? { id, ligne: { ...l.ligne, [colonne]: tape } } : l));
        }
        const lignes = Object.fromEntries(liste.map(({ id, ligne }) => [id, ligne]));
        poser({ ...partie, lignes, ordre: liste.map(({ id }) => id) });
      });

      const ligneDe = (id) => lire(valeur()).find((l) => l.id === id)?.ligne ?? {};
      const rangDe = (id) => `ligne ${lire(valeur()).findIndex((l) => l.id === id) + 1}`;
      const court = (mots) => (mots.length > 40 ? `${mots.slice(0, 39)}…` : mots);
      const nomDe = (id) => court(trepied.texteGarde(ligneDe(id)[premiere.cle]).trim()) || rangDe(id);

      // --- Les lignes

      const aides = Object.fromEntries(colonnes.filter(({ aide }) => aide).map(({ cle }) => [cle, trepied.identifiant("aide")]));
      const faireLaLigne = (id) => {
        const saisies = colonnes.map((champ) => trepied.saisie({
          champ: { ...champ, type: champ.type === "texte" ? "ligne" : champ.type, positif: true },
          cle: cleDe(id, champ.cle),
          gardien,
          lire: () => ligneDe(id)[champ.cle],
          precision: () => (champ === premiere ? rangDe(id) : nomDe(id)),
          aide: aides[champ.cle],
        }));
        const precision = element("span", { class: "trepied-invisible" });
        const noeud = element("div", { class: "trepied-registre-ligne", role: "group" },
          saisies.map(({ bloc }, i) => {
            bloc.style.setProperty("--colonne", i + 1);
            return bloc;
          }),
          bouton(["Retirer", precision], () => retirer(id), { class: "trepied-bouton trepied-retirer" }));
        return {
          noeud,
          entree: saisies[0].entree,
          montrer() {
            const nom = nomDe(id);
            noeud.setAttribute("aria-label", nom === rangDe(id) ? nom : `${rangDe(id)}, ${nom}`);
            precision.textContent = ` : ${nom}`;
            saisies.forEach((saisie) => saisie.montrer());
          },
        };
      };
      let faites = new Map();
      const cadre = element("div", { class: "trepied-registre-lignes" });
      // Refaire une ligne où l'on tape ferait perdre le focus : seules les nouvelles sont faites.
      const montrerLesLignes = () => {
        const liste = lire(valeur());
        faites = new Map(liste.map(({ id }) => [id, faites.get(id) ?? faireLaLigne(id)]));
        const voulus = liste.map(({ id }) => faites.get(id).noeud);
        if (retirees) voulus.splice(Math.min(retirees.rang, voulus.length), 0, bandeRetrait);
        for (const noeud of [...cadre.children]) if (!voulus.includes(noeud)) noeud.remove();
        voulus.forEach((noeud, i) => {
          if (cadre.children[i] !== noeud) cadre.insertBefore(noeud, cadre.children[i] ?? null);
        });
        for (const ligne of faites.values()) ligne.montrer();
        entete.hidden = !liste.length;
        vide.hidden = liste.length > 0;
        toutEffacer.hidden = !liste.length;
      };
      const entete = element("div", { class: "trepied-registre-entete", "aria-hidden": "true" },
        colonnes.map(({ libelle, unite }) => element("span", {}, libelle, unite && ` (${unite})`)), element("span"));
      const vide = element("p", { class: "trepied-registre-vide" },
        `Aucune ligne pour l'instant. Ajoutez ${contenu.ligne}${exemple ? ", ou regardez d'abord l'exemple" : ""}.`);

      const dit = trepied.annonce({ class: "trepied-invisible" });
      // Le même message deux fois de suite doit être redit.
      const dire = (phrase) => {
        dit.textContent = "";
        setTimeout(() => { dit.textContent = phrase; }, 50);
      };
      const plein = element("p", { class: "trepied-aide", hidden: true }, `${MAXIMUM} lignes au plus\u00a0: regroupez-en, ou retirez-en une.`);
      const ajouter = bouton(`Ajouter ${contenu.ligne}`, () => {
        gardien.garder();
        const liste = lire(valeur());
        plein.hidden = liste.length < MAXIMUM;
        if (liste.length >= MAXIMUM) {
          dire(plein.textContent);
          return;
        }
        const id = trepied.identifiant("l");
        poserLignes([...liste, { id, ligne: {} }]);
        faites.get(id).entree.focus();
      }, { class: "trepied-bouton trepied-principal" });

      // --- Retirer, effacer : rien ne se perd

      let retirees = null; // { liste: [{id, ligne, rang}], rang, dit }
      const retirer = (id) => {
        gardien.garder();
        const liste = lire(valeur());
        const rang = liste.findIndex((l) => l.id === id);
        oter([{ ...liste[rang], rang }], liste.filter((l) => l.id !== id), `${cite(nomDe(id))}\u00a0: ligne retirée.`);
      };
      const toutEffacer = bouton("Effacer toutes les lignes", () => {
        gardien.garder();
        oter(lire(valeur()).map((l, rang) => ({ ...l, rang })), [], "Toutes les lignes sont effacées.");
      });
      const oter = (liste, restent, phrase) => {
        retirees = { liste, rang: liste[0].rang };
        bandeRetrait.firstChild.textContent = phrase;
        plein.hidden = true;
        poserLignes(restent);
        annuler.focus();
        dire(phrase);
      };
      const annuler = bouton("Annuler", () => {
        gardien.garder();
        const { liste } = retirees;
        retirees = null;
        const remises = lire(valeur());
        for (const { id, ligne, rang } of liste) remises.splice(rang, 0, { id, ligne });
        poserLignes(remises);
        faites.get(liste[0].id).entree.focus();
        dire("C'est rétabli.");
      });
      const bandeRetrait = element("div", { class: "trepied-bandeau trepied-registre-retrait" }, element("p"), annuler);

      // --- L'exemple

      const changerDeTableau = (exemplaire) => {
        gardien.garder();
        retirees = null;
        plein.hidden = true;
        deLExemple = exemplaire;
        afficher();
      };
      const essayer = exemple && bouton(`Essayer avec un exemple (cas fictif\u00a0: ${exemple.nom})`, () => {
        changerDeTableau(exemple.valeur);
        revenir.focus();
        annoncerLeBilan();
      });
      const revenir = bouton("Revenir à mon tableau", () => {
        changerDeTableau(null);
        essayer.focus();
        dire("Voici de nouveau votre tableau.");
      });
      const bandeau = exemple && element("div", { class: "trepied-bandeau" },
        element("p", { role: "status" }, `Vous regardez un cas fictif, ${exemple.nom}. Rien n'est gardé ici\u202f; vos lignes vous attendent.`),
        revenir);

      // --- Le bilan

      // Un taux effacé reste vide : on est peut-être en train d'en taper un autre.
      const texteDuTaux = () => (valeur().taux === undefined ? taux.depart : trepied.texteGarde(valeur().taux));
      const champTaux = taux && trepied.saisie({
        champ: { type: "nombre", libelle: "Valeur choisie pour une heure donnée", unite: "€", aide: taux.aide, positif: true },
        cle: cleDe("taux"),
        gardien,
        lire: texteDuTaux,
      });
      const titre = element("p", { class: "trepied-question" });
      const phrases = element("div", { class: "trepied-registre-phrases" });
      const image = element("div", { class: "trepied-cadre" });
      const chiffres = element("div");
      const resume = element("summary");
      const tableau = element("details", { ontoggle: () => montrerLeTableau() }, resume, chiffres);
      let tire = { phrases: [] };
      const calculer = () => {
        const lignes = lire(valeur()).map(({ id, ligne }) => {
          const lue = { rang: rangDe(id) };
          for (const champ of colonnes) {
            const brut = ligne[champ.cle];
            if (champ.type === "cases") lue[champ.cle] = champ.choix.filter((c) => Array.isArray(brut) && brut.includes(c));
            else if (champ.type === "nombre") {
              lue[`texte_${champ.cle}`] = trepied.texteGarde(brut).trim();
              lue[champ.cle] = trepied.lireChamp({ ...champ, positif: true }, trepied.texteGarde(brut)).valeur;
            } else lue[champ.cle] = trepied.texteGarde(brut).trim();
          }
          return lue;
        });
        return trepied.bilans[bilan](lignes, {
          roles: colonnes.find(({ type }) => type === "cases")?.choix,
          hors: contenu.hors_temps_donne,
          duree: contenu.duree,
          taux: taux ? trepied.lireChamp({ unite: "€", positif: true }, texteDuTaux()) : {},
        });
      };
      const tracer = bilan && trepied.dessins.ajuster(image, (largeur) => tire.dessiner?.(largeur) ?? "");
      const montrerLeTableau = () => {
        if (tableau.open && tire.tableau) {
          chiffres.replaceChildren(trepied.dessins.tableau(tire.tableau.titre, tire.tableau.entetes, tire.tableau.lignes));
        }
      };
      const montrerLeBilan = () => {
        tire = calculer();
        titre.replaceChildren(...(deLExemple
          ? [`Le bilan\u00a0: ${exemple.nom} `, element("strong", { class: "trepied-fictif" }, "cas fictif")]
          : ["Le bilan"]));
        phrases.replaceChildren(
          ...tire.phrases.map((phrase) => element("p", {}, phrase)),
          ...(tire.questions?.length
            ? [element("p", {}, "Des questions pour votre projet\u00a0:"), element("ul", {}, tire.questions.map((q) => element("li", {}, q)))]
            : []));
        tracer();
        tableau.hidden = !tire.tableau;
        resume.textContent = tire.tableau?.titre ?? "";
        montrerLeTableau();
      };
      const annonceDuBilan = trepied.annonce({ class: "trepied-invisible" });
      let minuterie = 0;
      const annoncerLeBilan = () => {
        if (!bilan) return;
        clearTimeout(minuterie);
        minuterie = setTimeout(() => {
          const mots = [...tire.phrases, ...(tire.questions ?? [])].slice(0, 3).join(" ");
          if (annonceDuBilan.textContent !== mots) annonceDuBilan.textContent = mots;
        }, PATIENCE);
      };

      const afficher = () => {
        montrerLesLignes();
        champTaux?.montrer();
        if (bandeau) {
          bandeau.hidden = !deLExemple;
          essayer.hidden = Boolean(deLExemple);
        }
        if (bilan) montrerLeBilan();
      };
      const suivre = () => {
        if (deLExemple) return;
        afficher();
        annoncerLeBilan();
      };

      const gabarit = `${colonnes.map(({ type }) => LARGEURS[type]).join(" ")} 5.5rem`;
      el.append(element("section", {
        class: "trepied-boite trepied-large trepied-registre", "aria-label": contenu.titre, style: `--gabarit: ${gabarit}`,
      },
        element("p", { class: "trepied-titre" }, contenu.titre),
        element("p", {}, contenu.invite, " ", element("span", { class: "trepied-prive" }, contenu.prive)),
        element("p", { class: "trepied-aide" }, contenu.consigne),
        colonnes.filter(({ aide }) => aide).map(({ cle, libelle, aide }) =>
          element("p", { class: "trepied-aide" }, `${libelle}\u00a0: `, element("span", { id: aides[cle] }, aide))),
        essayer && element("p", {}, essayer),
        bandeau, entete, cadre, vide,
        element("div", { class: "trepied-boutons" }, ajouter, toutEffacer), plein, dit,
        champTaux && champTaux.bloc,
        bilan && element("div", { class: "trepied-registre-bilan" }, titre, phrases, image, tableau),
        annonceDuBilan,
        trepied.ligneEtat(model)));
      afficher();
      model.on("change:valeur", suivre);

      return () => {
        clearTimeout(minuterie);
        gardien.arreter();
        model.off("change:valeur", suivre);
      };
    },
  };
}
