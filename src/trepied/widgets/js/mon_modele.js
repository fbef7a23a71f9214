// « Mon modèle en une page ». Dans JupyterLab, Python donne les textes ; dans le livre, ils sont refaits ici d'après ce
// que le navigateur garde, comme src/trepied/modele.py.
{
  const { element, remplir } = trepied;
  const estUnObjet = (x) => x !== null && typeof x === "object" && !Array.isArray(x);
  const objet = (x) => (estUnObjet(x) ? x : {});
  const mots = (x) => (typeof x === "string" ? x.trim() : "");
  const nombre = (x, unite) => trepied.lireChamp({ unite, positif: true }, typeof x === "string" ? x : "").valeur;
  const formater = (modele, valeurs) => modele.replace(/\{(\w+)\}/g, (_, nom) => valeurs(nom) || "…");

  // Les lignes d'un registre, dans l'ordre où il les montre.
  const lignesDe = ({ lignes, ordre }) => {
    const ids = Object.keys(objet(lignes)).filter((id) => estUnObjet(lignes[id]));
    const connus = (Array.isArray(ordre) ? ordre : []).filter((id) => ids.includes(id));
    return [...new Set([...connus, ...ids])].map((id) => lignes[id]);
  };
  const caseDe = (ligne, colonne) =>
    Array.isArray(ligne[colonne]) ? ligne[colonne].map(mots).filter(Boolean).join(", ") : mots(ligne[colonne]);

  const rendus = {
    texte: ({ champ }, valeur) => mots(valeur[champ]),
    nombre: ({ champ, unite }, valeur) => {
      const lu = nombre(valeur[champ], unite);
      return lu === undefined ? "" : `${trepied.ecrireNombre(lu)}\u00a0${unite}`;
    },
    choix: ({ champ, mots: noms }, valeur) => {
      const cle = mots(valeur[champ]);
      return Object.hasOwn(noms, cle) ? noms[cle] : "";
    },
    poids: (_, valeur, { taux }) => {
      const lus = [nombre(valeur.heures, "h"), nombre(mots(valeur.taux) || taux, "€"), nombre(valeur.argent, "€"), nombre(valeur.apports, "€")];
      if (lus.includes(undefined)) return "";
      const poids = trepied.fermeture([lus[0] * lus[1], lus[2], lus[3]]);
      return poids ? trepied.phraseDesPoids(poids) : "";
    },
    niveaux: (_, __, { questionnaire, moments, ecran }, lire) => {
      const { niveaux, phrases, complet, rapide } = questionnaire;
      const avec = (leviers) => ({ niveaux, phrases, leviers });
      for (const moment of moments) {
        const { repondants, reponses, cibles, date } = objet(lire(`positionnement.${moment}`));
        const qui = Object.keys(objet(repondants)).filter((p) => typeof repondants[p] === "string" && estUnObjet(objet(reponses)[p]));
        const leurs = Object.fromEntries(qui.map((p) => [p, reponses[p]]));
        const { comparer } = trepied.positionnement;
        const enEntier = comparer(avec(complet), leurs), enBref = comparer(avec(rapide), leurs);
        const jour = trepied.ecrireDate(date);
        if (!jour || !Object.values(enEntier).some((c) => c.repondus)) continue;
        const bref = complet.map(({ cle }) => !enEntier[cle].etendue && Boolean(enBref[cle].etendue));
        const vus = complet.map((levier, i) => (bref[i] ? rapide[i] : levier));
        const dites = trepied.positionnement.phrases(avec(vus), { reponses: leurs, cibles: objet(cibles), date });
        const modele = bref.includes(true) ? ecran.niveaux_express : ecran.niveaux;
        return [...dites.slice(0, -1), remplir(modele, { quand: ecran.moments[moment], date: jour })].join("\n");
      }
      return "";
    },
    compte: ({ un, plusieurs, par }, valeur) => {
      const nommees = lignesDe(valeur).filter((l) => caseDe(l, "nom"));
      if (!nommees.length) return "";
      const texte = remplir(nommees.length < 2 ? un : plusieurs, { nombre: nommees.length });
      const parChoix = new Map();
      for (const x of nommees) {
        for (const choix of [x[par]].flat().map(mots).filter(Boolean)) parChoix.set(choix, (parChoix.get(choix) ?? 0) + 1);
      }
      const detail = [...parChoix].map(([choix, n]) => `${choix} ${n}`).join(", ");
      return detail ? `${texte}\u00a0: ${detail}` : texte;
    },
    liste: ({ modele }, valeur, { maximum, ecran }) => {
      let textes = lignesDe(valeur).filter((l) => caseDe(l, "nom")).map((l) => formater(modele, (colonne) => caseDe(l, colonne)));
      if (textes.length > maximum) {
        textes = [...textes.slice(0, maximum - 1), remplir(ecran.autres, { nombre: textes.length - maximum + 1 })];
      }
      return textes.join("\n");
    },
    heures: ({ hors }, valeur, { duree, ecran }) => {
      const total = lignesDe(valeur).reduce((somme, l) => {
        const forme = caseDe(l, "forme"), heures = nombre(l.heures, "h");
        return forme && !hors.includes(forme) && heures !== undefined ? somme + heures : somme;
      }, 0);
      if (!total) return "";
      const etp = total / duree;
      return remplir(etp < 2 ? ecran.heures : ecran.heures_plusieurs, {
        heures: trepied.ecrireNombre(Math.round(total * 100) / 100), etp: trepied.ecrireNombre(etp, 2), duree: trepied.ecrireNombre(duree),
      });
    },
  };

  // Les textes de la page ; lire(clé) : la valeur gardée, ou undefined.
  const textes = (contenu, lire) => contenu.sections.map(({ lignes }) =>
    lignes.map((ligne) => rendus[ligne.rendu](ligne, objet(lire(ligne.cle)), contenu, lire)));

  // Une feuille A4, seule dans sa page : imprimer toute la leçon, ou JupyterLab, ne donnerait rien de lisible.
  const feuille = (titre, corps) => `<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8"><title>${titre}</title><style>
    @page { size: A4; margin: 12mm 14mm; }
    body { margin: 0; color: #000; background: #fff; font: 9.5pt/1.35 "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; overflow-wrap: anywhere; }
    h1 { margin: 0; font-size: 17pt; } p { margin: 1mm 0 3mm; }
    main { columns: 2; column-gap: 8mm; } section { margin-bottom: 4mm; }
    h2 { margin: 0 0 1mm; padding-bottom: 0.6mm; border-bottom: 0.3mm solid #000; font-size: 11pt; break-after: avoid; }
    dl { margin: 0; } div { margin: 1.2mm 0; break-inside: avoid; }
    dt, dd { display: inline; margin: 0; } dt { font-weight: 600; } dd { white-space: pre-line; }
    footer { margin-top: 2mm; padding-top: 1mm; border-top: 0.3mm solid #000; font-size: 8.5pt; }
  </style></head><body>${corps}</body></html>`;

  // La page en HTML, pour l'imprimante : les lignes remplies seulement, puis ce qui reste.
  const aImprimer = (contenu, ecrits, date, reste) => {
    const sections = contenu.sections.flatMap(({ titre, lignes }, s) => {
      const remplies = lignes.map(({ libelle }, l) => [libelle, ecrits[s][l]]).filter(([, texte]) => texte);
      return remplies.length ? [element("section", {}, element("h2", {}, titre), element("dl", {}, remplies.map(([libelle, texte]) =>
        element("div", {}, element("dt", {}, `${libelle}\u00a0: `), element("dd", {}, texte)))))] : [];
    });
    return feuille(contenu.titre, [
      element("h1", {}, contenu.titre), element("p", {}, date), element("main", {}, sections),
      element("footer", {}, `${contenu.nature} ${reste}`),
    ].map((noeud) => noeud.outerHTML).join(""));
  };

  const imprimer = (html) => {
    document.querySelector(".trepied-feuille")?.remove();
    // Dans la page mais invisible : un cadre non affiché s'imprime blanc.
    const cadre = element("iframe", { class: "trepied-feuille", tabindex: "-1", "aria-hidden": "true", title: "Impression", srcdoc: html });
    cadre.addEventListener("load", () => cadre.contentWindow.print());
    document.body.append(cadre);
  };

  trepied.monModele = { textes, aImprimer };

  trepied.outils.mon_modele = {
    render({ model, el }) {
      const contenu = model.get("contenu");
      const { sections, ecran, lecons } = contenu;
      const bouton = (texte, onclick, attributs = {}) =>
        element("button", { type: "button", class: "trepied-bouton", onclick, ...attributs }, texte);
      const maintenant = () => {
        const d = new Date(), deux = (n) => String(n).padStart(2, "0");
        return `${d.getFullYear()}-${deux(d.getMonth() + 1)}-${deux(d.getDate())}`;
      };

      let ecrits, jour, profil;
      const relire = () => {
        const valeur = model.get("valeur");
        ecrits = trepied.garde ? textes(contenu, trepied.garde) : valeur.textes ?? sections.map(({ lignes }) => lignes.map(() => ""));
        profil = trepied.garde ? objet(trepied.garde("orientation")).profil : valeur.profil;
        jour = remplir(ecran.date, { date: trepied.ecrireDate(valeur.date ?? maintenant()) });
      };

      // Une leçon peut dépendre du profil.
      const leconDe = ({ lecon }) => (typeof lecon === "string" ? lecon : (Object.hasOwn(lecon, profil) && lecon[profil]) || lecon.sinon);

      const corps = element("div", { class: "trepied-modele-corps" });
      const date = element("p", { class: "trepied-aide" });
      const reste = element("p");
      const manques = element("ul");
      const montrer = () => {
        relire();
        date.textContent = jour;
        // Seules les lignes remplies : une page pleine de « pas encore » décourage. Le reste est en bas, leçon par leçon.
        const manquantes = new Map();
        corps.replaceChildren(...sections.flatMap(({ titre, lignes }, s) => {
          const remplies = lignes.flatMap((ligne, l) => {
            if (ecrits[s][l]) return [element("div", {}, element("dt", {}, ligne.libelle), element("dd", {}, ecrits[s][l]))];
            const lecon = leconDe(ligne);
            manquantes.set(lecon, [...(manquantes.get(lecon) ?? []), ligne]);
            return [];
          });
          return remplies.length ? [element("p", { class: "trepied-question" }, titre), element("dl", {}, remplies)] : [];
        }));
        const total = sections.flatMap(({ lignes }) => lignes).length;
        const remplies = total - [...manquantes.values()].flat().length;
        reste.textContent = remplies === total ? ecran.complet
          : remplir(remplies < 2 ? ecran.rempli_une : ecran.rempli, { remplies, lignes: total });
        manques.replaceChildren(...[...manquantes].map(([lecon, lignes]) =>
          element("li", {}, trepied.lien(model, lecon, lecons[lecon]), "\u00a0: ",
            lignes.map(({ libelle, vide }) => (vide === ecran.vide ? libelle : `${libelle} (${vide.replace(/\.$/, "")})`)).join("\u202f; "), ".")));
      };

      const enTexte = () => [
        [contenu.titre, jour, contenu.nature].join("\n"),
        ...sections.flatMap(({ titre, lignes }, s) => {
          const pleines = lignes.map(({ libelle }, l) => [libelle, ecrits[s][l]]).filter(([, texte]) => texte);
          return pleines.length ? [[titre.toUpperCase(), ...pleines.map(([libelle, texte]) => `- ${libelle}\u00a0: ${texte}`)].join("\n")] : [];
        }),
      ].join("\n\n") + "\n";

      const dit = trepied.annonce();
      const zone = element("textarea", { class: "trepied-champ", rows: 12, readonly: true, "aria-label": ecran.texte, hidden: true });
      const copier = async () => {
        try {
          await navigator.clipboard.writeText(enTexte());
          zone.hidden = true;
          dit.textContent = ecran.copie;
        } catch {
          zone.hidden = false;
          zone.value = enTexte();
          zone.focus();
          zone.select();
          dit.textContent = ecran.pas_copie;
        }
      };
      const actualiser = () => {
        if (!trepied.garde) {
          model.send({ action: "actualiser" });
          return;
        }
        montrer();
        dit.textContent = ecran.actualise;
      };

      el.append(element("section", { class: "trepied-boite trepied-large trepied-modele", "aria-label": contenu.titre },
        element("p", { class: "trepied-titre" }, contenu.titre),
        date,
        element("p", {}, contenu.nature, " ", element("span", { class: "trepied-prive" }, contenu.prive)),
        corps,
        element("p", { class: "trepied-question" }, ecran.a_completer), reste, manques,
        element("div", { class: "trepied-boutons" },
          bouton(ecran.actualiser, actualiser), bouton(ecran.copier, copier),
          bouton(ecran.imprimer, () => imprimer(aImprimer(contenu, ecrits, jour, reste.textContent)))),
        dit, zone,
        trepied.ligneEtat(model)));
      montrer();
      model.on("change:valeur", montrer);
      document.addEventListener("trepied:garde", montrer);
      return () => {
        model.off("change:valeur", montrer);
        document.removeEventListener("trepied:garde", montrer);
      };
    },
  };
}
