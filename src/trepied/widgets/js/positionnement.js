// L'auto-positionnement : un repère à la fois, et le dessin des niveaux qui suit chaque réponse.
{
  const { element, remplir } = trepied;
  const NE_SAIT_PAS = "nsp";
  const PART_DE_REPONSES = 0.6;

  // --- Calculs : les mêmes que src/trepied/positionnement.py, sur les repères montrés

  const objet = (valeur) => (valeur && typeof valeur === "object" && !Array.isArray(valeur) ? valeur : {});
  const estUnNiveau = (valeur) => Number.isInteger(valeur) && valeur >= 0 && valeur < 5;

  const mediane = (valeurs) => {
    const rangees = [...valeurs].sort((a, b) => a - b),
      milieu = rangees.length >> 1;
    return rangees.length % 2 ? rangees[milieu] : (rangees[milieu - 1] + rangees[milieu]) / 2;
  };
  const etendue = (valeurs) =>
    valeurs.length ? { minimum: Math.min(...valeurs), mediane: mediane(valeurs), maximum: Math.max(...valeurs) } : null;

  // {levier: {mediane ou null, repondus, poses, reponses}} pour les réponses d'une personne.
  const niveaux = (contenu, reponses) =>
    Object.fromEntries(
      contenu.leviers.map(({ cle, reperes }) => {
        const donnees = Object.fromEntries(
          reperes.map((r) => [r.cle, objet(reponses)[r.cle]]).filter(([, n]) => estUnNiveau(n)),
        );
        const valeurs = Object.values(donnees);
        const assez = valeurs.length > 0 && valeurs.length >= PART_DE_REPONSES * reperes.length;
        return [
          cle,
          {
            mediane: assez ? mediane(valeurs) : null,
            repondus: valeurs.length,
            poses: reperes.length,
            reponses: donnees,
          },
        ];
      }),
    );

  // {levier: {etendue ou null, par_repondant, points_de_vue, repondus, poses}} ; reponses : personne → ses réponses.
  const comparer = (contenu, reponses) => {
    const parRepondant = Object.fromEntries(
      Object.entries(reponses).map(([qui, siennes]) => [qui, niveaux(contenu, siennes)]),
    );
    return Object.fromEntries(
      contenu.leviers.map(({ cle, reperes }) => {
        const vues = Object.fromEntries(Object.entries(parRepondant).map(([qui, leurs]) => [qui, leurs[cle]]));
        const medianes = Object.values(vues)
          .map((v) => v.mediane)
          .filter((m) => m !== null);
        return [
          cle,
          {
            etendue: etendue(medianes),
            par_repondant: vues,
            points_de_vue: medianes.length,
            repondus: Math.max(0, ...Object.values(vues).map((v) => v.repondus)),
            poses: reperes.length,
          },
        ];
      }),
    );
  };

  const nomDuNiveau = ({ niveaux: noms, phrases }, niveau) => {
    const bas = Math.floor(niveau),
      texte = trepied.ecrireNombre(niveau);
    return bas === niveau
      ? remplir(phrases.nom, { mediane: texte, nom: noms[bas] })
      : remplir(phrases.entre, { mediane: texte, bas: noms[bas], haut: noms[bas + 1] });
  };

  const phraseDuLevier = (contenu, { cle, nom }, comparaison, cible) => {
    const { phrases } = contenu,
      e = comparaison.etendue;
    const connue = estUnNiveau(cible);
    if (!e) {
      return [
        remplir(comparaison.repondus ? phrases.trop_peu : phrases.vide, {
          levier: nom,
          repondus: comparaison.repondus,
          poses: comparaison.poses,
        }),
        connue && remplir(phrases.cible, { cible: nomDuNiveau(contenu, cible) }),
      ]
        .filter(Boolean)
        .join(" ");
    }
    const ecart = cible - e.mediane;
    return [
      remplir(phrases.niveau, { levier: nom, niveau: nomDuNiveau(contenu, e.mediane) }),
      comparaison.points_de_vue > 1 &&
        remplir(e.minimum === e.maximum ? phrases.accord : phrases.etendue, {
          nombre: comparaison.points_de_vue,
          minimum: trepied.ecrireNombre(e.minimum),
          maximum: trepied.ecrireNombre(e.maximum),
        }),
      connue &&
        remplir(ecart === 0 ? phrases.cible_atteinte : ecart > 0 ? phrases.cible_plus_haut : phrases.cible_plus_bas, {
          cible: nomDuNiveau(contenu, cible),
          ecart: remplir(Math.abs(ecart) >= 2 ? phrases.ecarts : phrases.ecart, {
            ecart: trepied.ecrireNombre(Math.abs(ecart)),
          }),
        }),
    ]
      .filter(Boolean)
      .join(" ");
  };

  const phraseDesLimites = ({ phrases }, pointsDeVue, date) => {
    const jour = trepied.ecrireDate(date);
    if (!pointsDeVue || !jour) return phrases.limites_vide;
    return remplir(pointsDeVue === 1 ? phrases.limites_seul : phrases.limites, { nombre: pointsDeVue, date: jour });
  };

  // Une phrase par levier, puis les limites de la lecture.
  const phrases = (contenu, { reponses, cibles, date }) => {
    const comparaisons = comparer(contenu, reponses);
    return [
      ...contenu.leviers.map((levier) => phraseDuLevier(contenu, levier, comparaisons[levier.cle], cibles[levier.cle])),
      phraseDesLimites(contenu, Math.max(0, ...Object.values(comparaisons).map((c) => c.points_de_vue)), date),
    ];
  };

  trepied.positionnement = { niveaux, comparer, phrases };

  // --- L'écran

  const bouton = (texte, onclick, options = {}) =>
    element("button", { type: "button", class: "trepied-bouton", onclick, ...options }, texte);
  const aujourdhui = () => {
    const d = new Date(),
      deux = (n) => String(n).padStart(2, "0");
    return `${d.getFullYear()}-${deux(d.getMonth() + 1)}-${deux(d.getDate())}`;
  };

  const render = ({ model, el }) => {
    const contenu = model.get("contenu");
    const { ecran, leviers } = contenu;
    const total = leviers.reduce((n, l) => n + l.reperes.length, 0);
    // Chaque levier se termine par sa cible.
    let compte = 0;
    const etapes = leviers.flatMap((levier) => [
      ...levier.reperes.map((repere) => ({ levier, repere, rang: (compte += 1) })),
      { levier },
    ]);

    // La valeur gardée, complétée ; ce qui n'est pas compris est ignoré.
    const lire = () => {
      const { repondants, reponses, cibles, date } = objet(model.get("valeur"));
      const roles = Object.keys(objet(repondants)).length ? repondants : { p1: ecran.premier_role };
      return {
        repondants: roles,
        cibles: objet(cibles),
        date,
        reponses: Object.fromEntries(Object.keys(roles).map((p) => [p, objet(objet(reponses)[p])])),
      };
    };
    const changer = (partie) => {
      const { repondants, reponses, cibles } = lire();
      // Ce qui vient d'être répondu ne doit plus pouvoir être recouvert par ce qui avait été effacé.
      annuler.hidden = true;
      trepied.changer(model, { repondants, reponses, cibles, ...partie });
    };

    let qui = Object.keys(lire().repondants)[0];
    let ici = 0;
    let effacees = null;
    const aRepondu = (valeur, { levier, repere }) => {
      const reponse = repere ? valeur.reponses[qui][repere.cle] : valeur.cibles[levier.cle];
      return estUnNiveau(reponse) || Boolean(repere && reponse === NE_SAIT_PAS);
    };
    const premiereSansReponse = () => {
      const valeur = lire();
      return Math.max(
        0,
        etapes.findIndex((etape) => etape.repere && !aRepondu(valeur, etape)),
      );
    };

    // - Les questions : toutes dans la page, une seule montrée.
    const id = trepied.identifiant("repere");
    const question = ({ repere, rang }) => {
      const aide = repere.aide && element("p", { class: "trepied-aide", id: `${id}-aide-${rang}` }, repere.aide);
      const choix = [...repere.ancrages.map((texte, niveau) => [niveau, texte]), [NE_SAIT_PAS, contenu.sans_reponse]];
      return element(
        "fieldset",
        { "aria-describedby": aide && aide.id },
        element("legend", { class: "trepied-question" }, repere.question),
        aide,
        choix.map(([niveau, texte]) =>
          element(
            "label",
            { class: "trepied-choix" },
            element("input", {
              type: "radio",
              name: `${id}-${rang}`,
              value: niveau,
              onchange: () => {
                const { reponses } = lire();
                changer({
                  reponses: { ...reponses, [qui]: { ...reponses[qui], [repere.cle]: niveau } },
                  date: aujourdhui(),
                });
                annoncer(etapes[ici].levier);
              },
            }),
            element("span", { class: "trepied-niveau", "aria-hidden": "true" }, niveau === NE_SAIT_PAS ? "?" : niveau),
            element("span", {}, texte),
          ),
        ),
      );
    };
    const questionDeCible = ({ levier }) => {
      const champ = `${id}-cible-${levier.cle}`;
      return element(
        "div",
        { class: "trepied-cible" },
        element("label", { for: champ, class: "trepied-question" }, remplir(ecran.cible, { levier: levier.nom })),
        element(
          "p",
          { class: "trepied-aide", id: `${champ}-aide` },
          remplir(ecran.cible_aide, { haut: contenu.niveaux.at(-1) }),
        ),
        element(
          "select",
          {
            id: champ,
            class: "trepied-champ",
            "aria-describedby": `${champ}-aide`,
            onchange: ({ target }) => {
              const { [levier.cle]: _, ...autres } = lire().cibles;
              changer({ cibles: target.value === "" ? autres : { ...autres, [levier.cle]: Number(target.value) } });
              annoncer(levier);
            },
          },
          element("option", { value: "" }, ecran.cible_inconnue),
          contenu.niveaux.map((nom, niveau) =>
            element("option", { value: niveau }, remplir(ecran.niveau_complet, { niveau, nom })),
          ),
        ),
      );
    };
    for (const etape of etapes) etape.bloc = etape.repere ? question(etape) : questionDeCible(etape);

    const place = element("p", { class: "trepied-place" });
    const precedent = bouton(ecran.precedent, () => aller(ici - 1));
    const suivant = bouton(ecran.suivant, null, { type: "submit", class: "trepied-bouton trepied-principal" });
    // Un formulaire : Entrée, depuis une réponse, passe à la suite.
    const formulaire = element(
      "form",
      {
        class: "trepied-fiche",
        onsubmit: (evenement) => {
          evenement.preventDefault();
          aller(ici + 1);
        },
      },
      place,
      etapes.map((e) => e.bloc),
      element("div", { class: "trepied-boutons" }, precedent, suivant),
    );

    const carte = element(
      "nav",
      { class: "trepied-carte", "aria-label": ecran.carte },
      leviers.map((levier) => {
        const boutons = etapes
          .filter((e) => e.levier === levier)
          .map((etape) => {
            etape.bouton = bouton(etape.repere ? etape.rang : "◇", () => aller(etapes.indexOf(etape)), {
              class: "trepied-pas",
            });
            return element("li", {}, etape.bouton);
          });
        return element(
          "div",
          { class: `trepied-levier-${levier.cle}` },
          element("p", {}, levier.nom),
          element("ul", {}, boutons),
        );
      }),
    );

    const montrer = () => {
      const { levier, repere, rang } = etapes[ici];
      const { repondants } = lire();
      const ou = repere
        ? remplir(ecran.place, { levier: levier.nom, rang, poses: total })
        : remplir(ecran.place_cible, { levier: levier.nom });
      place.textContent =
        Object.keys(repondants).length > 1 && repere ? remplir(ecran.place_pour, { place: ou, role: role(qui) }) : ou;
      etapes.forEach((etape, i) => {
        etape.bloc.hidden = i !== ici;
        if (i === ici) etape.bouton.setAttribute("aria-current", "step");
        else etape.bouton.removeAttribute("aria-current");
      });
      precedent.disabled = ici === 0;
      suivant.disabled = ici === etapes.length - 1;
    };
    const aller = (rang) => {
      if (!etapes[rang]) return;
      ici = rang;
      montrer();
      const { bloc } = etapes[ici];
      (bloc.querySelector("input:checked") ?? bloc.querySelector("input, select")).focus({ preventScroll: true });
      place.scrollIntoView({ block: "nearest" });
    };

    // - Le résultat
    const progression = element("p", { class: "trepied-progression" });
    const cadre = element("div", { class: "trepied-cadre" });
    const legende = element("div");
    const lecture = element("ul", { class: "trepied-phrases" });
    const limites = element("p", { class: "trepied-aide" });
    const chiffres = element("div");
    const tableau = element(
      "details",
      { ontoggle: () => remplirLeTableau() },
      element("summary", {}, ecran.tableau),
      chiffres,
    );
    const annonce = trepied.annonce({ class: "trepied-invisible" });
    let attente;
    // Une phrase à la fois, quand la personne s'arrête : un lecteur d'écran ne lit pas chaque flèche.
    const annoncer = (levier) => {
      clearTimeout(attente);
      attente = setTimeout(() => {
        annonce.textContent = `${phrases(contenu, lire())[leviers.indexOf(levier)]} ${progression.textContent}`;
      }, 800);
    };

    const mots = (comparaison, cible) => {
      const { etendue: e, repondus, poses } = comparaison;
      return [
        e
          ? remplir(ecran.mots_niveau, { niveau: trepied.ecrireNombre(e.mediane) })
          : remplir(repondus ? ecran.mots_trop_peu : ecran.mots_vide, { repondus, poses }),
        estUnNiveau(cible) && remplir(ecran.mots_cible, { cible }),
      ]
        .filter(Boolean)
        .join(" · ");
    };
    const tracer = trepied.dessins.ajuster(cadre, (largeur) => {
      const valeur = lire(),
        comparaisons = comparer(contenu, valeur.reponses);
      return trepied.dessins.points({
        largeur,
        noms: contenu.niveaux,
        alt: phrases(contenu, valeur).slice(0, -1).join(" "),
        lignes: leviers.map(({ cle, nom }) => {
          const { etendue: e, par_repondant: vues } = comparaisons[cle];
          const cible = valeur.cibles[cle];
          return {
            cle,
            nom,
            mots: mots(comparaisons[cle], cible),
            mediane: e ? e.mediane : null,
            minimum: e?.minimum,
            maximum: e?.maximum,
            cible: estUnNiveau(cible) ? cible : null,
            reponses: Object.values(vues[qui].reponses),
          };
        }),
      });
    });

    const remplirLeTableau = () => {
      if (!tableau.open) return;
      const { repondants, reponses, cibles } = lire(),
        comparaisons = comparer(contenu, reponses);
      const personnes = Object.keys(repondants),
        plusieurs = personnes.length > 1;
      // Les noms des niveaux, ou seulement leurs chiffres quand les colonnes sont nombreuses.
      const niveau = (n) => (plusieurs ? trepied.ecrireNombre(n) : nomDuNiveau(contenu, n));
      const reponse = (n) => (estUnNiveau(n) ? niveau(n) : n === NE_SAIT_PAS ? ecran.nsp_court : ecran.vide);
      const ensemble = (e, sinon) =>
        !e
          ? sinon
          : e.minimum === e.maximum
            ? niveau(e.mediane)
            : remplir(ecran.mots_etendue, {
                niveau: niveau(e.mediane),
                minimum: trepied.ecrireNombre(e.minimum),
                maximum: trepied.ecrireNombre(e.maximum),
              });
      const duLevier = ({ mediane: m, repondus, poses }) =>
        m === null ? remplir(repondus ? ecran.mots_trop_peu : ecran.mots_vide, { repondus, poses }) : niveau(m);
      chiffres.replaceChildren(
        trepied.dessins.tableau(
          ecran.tableau,
          [ecran.colonne_repere, ...(plusieurs ? personnes.map(role) : []), ecran.colonne_niveau, ecran.colonne_cible],
          leviers.flatMap(({ cle, nom, reperes }) => {
            const { etendue: e, par_repondant: vues, repondus, poses } = comparaisons[cle];
            return [
              {
                groupe: [
                  nom,
                  ...(plusieurs ? personnes.map((p) => duLevier(vues[p])) : []),
                  ensemble(e, duLevier({ mediane: null, repondus, poses })),
                  estUnNiveau(cibles[cle]) ? niveau(cibles[cle]) : ecran.vide,
                ],
              },
              ...reperes.map((r) => {
                const leurs = personnes.map((p) => reponses[p][r.cle]);
                return [
                  r.repere,
                  ...(plusieurs ? leurs.map(reponse) : []),
                  ensemble(etendue(leurs.filter(estUnNiveau)), reponse(leurs[0])),
                  "",
                ];
              }),
            ];
          }),
        ),
      );
    };

    // - Plusieurs points de vue
    const role = (p) => {
      const { repondants } = lire();
      return (
        String(repondants[p]).trim() || remplir(ecran.role_par_defaut, { rang: Object.keys(repondants).indexOf(p) + 1 })
      );
    };
    const choixDeQui = element("select", {
      id: `${id}-qui`,
      class: "trepied-champ",
      onchange: ({ target }) => {
        qui = target.value;
        ici = premiereSansReponse();
        rafraichir();
      },
    });
    const champRole = element("input", {
      id: `${id}-role`,
      class: "trepied-champ",
      type: "text",
      list: `${id}-roles`,
      maxlength: 40,
      autocomplete: "off",
      oninput: ({ target }) => changer({ repondants: { ...lire().repondants, [qui]: target.value } }),
    });
    const ajouter = bouton(ecran.ajouter, () => {
      qui = `p${Date.now().toString(36)}`;
      ici = 0;
      changer({ repondants: { ...lire().repondants, [qui]: "" } });
      champRole.focus();
    });
    const retirer = bouton(ecran.retirer, () => {
      const phrase = remplir(ecran.retire, { role: role(qui) });
      const {
        repondants: { [qui]: _, ...roles },
        reponses: { [qui]: __, ...leurs },
      } = lire();
      effacer({ repondants: roles, reponses: leurs }, phrase);
      choixDeQui.focus();
    });
    const pointsDeVue = element(
      "details",
      { class: "trepied-points-de-vue" },
      element("summary", {}, ecran.points_de_vue),
      element("p", { class: "trepied-aide" }, ecran.points_de_vue_aide),
      element(
        "div",
        { class: "trepied-rangee" },
        element(
          "div",
          { class: "trepied-saisie" },
          element("label", { for: `${id}-qui` }, ecran.qui_repond),
          choixDeQui,
        ),
        element("div", { class: "trepied-saisie" }, element("label", { for: `${id}-role` }, ecran.role), champRole),
      ),
      element(
        "datalist",
        { id: `${id}-roles` },
        ecran.roles.map((r) => element("option", { value: r })),
      ),
      element("div", { class: "trepied-boutons" }, ajouter, retirer),
    );
    const afficherLesRoles = () => {
      const personnes = Object.keys(lire().repondants);
      choixDeQui.replaceChildren(
        ...personnes.map((p) => element("option", { value: p, selected: p === qui }, role(p))),
      );
      if (document.activeElement !== champRole) champRole.value = role(qui);
      champRole.placeholder = role(qui);
      retirer.hidden = personnes.length < 2;
      if (personnes.length > 1) pointsDeVue.open = true;
    };

    // - Effacer, et revenir en arrière
    const efface = trepied.annonce();
    const annuler = bouton(
      ecran.annuler,
      () => {
        model.set("valeur", effacees);
        model.save_changes();
        annuler.hidden = true;
        efface.textContent = ecran.annule;
        toutEffacer.focus();
      },
      { hidden: true },
    );
    const effacer = (reste, phrase) => {
      effacees = model.get("valeur");
      model.set("valeur", reste === null ? {} : { ...effacees, ...reste });
      model.save_changes();
      annuler.hidden = false;
      efface.textContent = phrase;
    };
    // Un seul levier montré : on n'efface que ce qu'on voit.
    const sansCeLevier = () => {
      const { reponses, cibles } = lire();
      const vus = new Set(leviers.flatMap((l) => [l.cle, ...l.reperes.map((r) => r.cle)]));
      const sans = (dict) => Object.fromEntries(Object.entries(dict).filter(([cle]) => !vus.has(cle)));
      return {
        reponses: Object.fromEntries(Object.entries(reponses).map(([p, leurs]) => [p, sans(leurs)])),
        cibles: sans(cibles),
      };
    };
    const toutEffacer = contenu.levier
      ? bouton(ecran.effacer_levier, () => effacer(sansCeLevier(), ecran.efface_levier))
      : bouton(ecran.effacer, () => effacer(null, ecran.efface));

    const rafraichir = () => {
      const valeur = lire();
      if (!(qui in valeur.repondants)) qui = Object.keys(valeur.repondants)[0];
      let repondus = 0;
      for (const etape of etapes) {
        const { levier, repere, rang, bloc, bouton } = etape;
        const reponse = repere ? valeur.reponses[qui][repere.cle] : valeur.cibles[levier.cle];
        if (repere) {
          for (const radio of bloc.querySelectorAll("input")) radio.checked = radio.value === String(reponse);
        } else bloc.querySelector("select").value = estUnNiveau(reponse) ? reponse : "";
        const repondu = aRepondu(valeur, etape);
        repondus += repere && repondu ? 1 : 0;
        const etat = !repondu ? ecran.sans_etat : estUnNiveau(reponse) ? contenu.niveaux[reponse] : ecran.nsp_court;
        bouton.setAttribute(
          "aria-label",
          repere
            ? remplir(ecran.bouton_repere, { rang, repere: repere.repere, etat })
            : remplir(ecran.bouton_cible, { levier: levier.nom, etat }),
        );
        bouton.title = repere ? repere.repere : ecran.colonne_cible;
        bouton.classList.toggle("trepied-repondu", repondu);
      }
      progression.textContent = remplir(repondus < 2 ? ecran.progression_un : ecran.progression, {
        repondus,
        poses: total,
      });
      tracer();
      const dites = phrases(contenu, valeur);
      limites.textContent = dites.pop();
      lecture.replaceChildren(...dites.map((phrase) => element("li", {}, phrase)));
      const plusieurs = Object.keys(valeur.repondants).length > 1;
      legende.replaceChildren(
        trepied.dessins.legende([
          ["rond", ecran.legende_niveau],
          ["tiret", ecran.legende_reponse],
          ["losange", ecran.legende_cible],
          ...(plusieurs ? [["etendue", ecran.legende_etendue]] : []),
        ]),
      );
      remplirLeTableau();
      afficherLesRoles();
      montrer();
      toutEffacer.hidden = !repondus && !leviers.some((l) => l.cle in valeur.cibles) && !plusieurs;
    };

    el.replaceChildren(
      element(
        "section",
        { class: "trepied-boite trepied-large trepied-positionnement", "aria-label": ecran.titre },
        element("p", { class: "trepied-titre" }, ecran.titre),
        element("p", {}, ecran.consigne),
        element("p", { class: "trepied-aide" }, [
          contenu.depart && Object.values(lire().reponses).some((r) => Object.keys(r).length) && ecran.reprise,
          contenu.levier && remplir(ecran.un_levier, { levier: leviers[0].nom }),
          contenu.express && remplir(ecran.express, { total: contenu.total }),
        ].filter(Boolean).join(" ")),
        element(
          "div",
          { class: "trepied-colonnes" },
          formulaire,
          element(
            "div",
            { class: "trepied-resultat" },
            element("p", { class: "trepied-question" }, ecran.resultat),
            progression,
            cadre,
            legende,
            lecture,
            limites,
          ),
          carte,
        ),
        tableau,
        pointsDeVue,
        element("p", { class: "trepied-aide" }, `${ecran.nature} ${ecran.instance}`),
        element("div", { class: "trepied-boutons" }, toutEffacer, annuler),
        efface,
        annonce,
        trepied.ligneEtat(model),
      ),
    );
    ici = premiereSansReponse();
    rafraichir();
    model.on("change:valeur", rafraichir);
    return () => model.off("change:valeur", rafraichir);
  };

  trepied.outils.positionnement = { render };
}
