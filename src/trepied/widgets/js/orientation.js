// L'orientation : quatre questions, le chemin que Python conseille pour ces réponses, et ce que la personne y change.
{
  const { element, remplir } = trepied;
  const estUnTexte = (x) => typeof x === "string";

  trepied.outils.orientation = {
    render({ model, el }) {
      const contenu = model.get("contenu");
      const { questions, choix, activites, etapes, ecran } = contenu;
      const noms = Object.keys(choix);
      const id = trepied.identifiant("orientation");
      const bouton = (texte, onclick, attributs = {}) =>
        element("button", { type: "button", class: "trepied-bouton", onclick, ...attributs }, texte);

      // La valeur gardée, complétée ; ce qui n'est pas compris est ignoré.
      const lire = () => {
        const valeur = model.get("valeur");
        const liste = (nom) => (Array.isArray(valeur[nom]) ? valeur[nom].filter(estUnTexte) : []);
        return {
          reponses: Object.fromEntries(noms.map((nom) => [nom, choix[nom].find(({ cle }) => cle === valeur[nom])])),
          ajouts: liste("ajouts"),
          retraits: liste("retraits"),
        };
      };
      const changer = (partie) => {
        // Ce qui vient d'être changé ne doit plus pouvoir être recouvert par ce qui avait été mis de côté.
        annuler.hidden = true;
        trepied.changer(model, partie);
      };

      // Le conseil : lu dans la table, jamais calculé ici.
      const conseil = ({ reponses }) => {
        if (!noms.every((nom) => reponses[nom])) return null;
        const rang = noms.reduce((n, nom) => n * choix[nom].length + choix[nom].indexOf(reponses[nom]), 0);
        const { activites: rangs, phrase } = contenu.chemins[contenu.conseils[rang]];
        const { profil, objectif, maturite, temps } = reponses;
        return {
          cles: rangs.map((r) => activites[r].cle),
          phrase: remplir(contenu.phrases[phrase], {
            profil: profil.dans_la_phrase, objectif: objectif.dans_la_phrase, retenu: objectif.retenu,
            facon: maturite.facon, temps: temps.dans_la_phrase,
          }),
        };
      };

      const duree = (minutes) => {
        const heures = Math.floor(minutes / 60), reste = minutes % 60;
        if (!heures) return remplir(minutes < 2 ? ecran.minute : ecran.minutes, { minutes });
        return remplir(reste ? ecran.heures_minutes : ecran.heures, { heures, minutes: String(reste).padStart(2, "0") });
      };

      // --- Les questions

      const cases = {};
      const question = (nom) => {
        const aide = questions[`${nom}_aide`];
        const idAide = aide && `${id}-${nom}-aide`;
        return element("fieldset", { class: `trepied-orientation-${nom}`, "aria-describedby": idAide },
          element("legend", { class: "trepied-question" }, questions[nom]),
          aide && element("p", { id: idAide, class: "trepied-aide" }, aide),
          element("div", { class: "trepied-orientation-choix" }, choix[nom].map(({ cle, libelle }) => {
            const radio = element("input", {
              type: "radio", name: `${id}-${nom}`, value: cle,
              onchange: () => { changer({ [nom]: cle }); annoncer(() => phrase.textContent || manque.textContent); },
            });
            (cases[nom] ??= []).push(radio);
            return element("label", { class: "trepied-choix" }, radio, element("span", {}, libelle));
          })));
      };

      // --- Le chemin

      const manque = element("p", { class: "trepied-avis" });
      const phrase = element("p", { class: "trepied-phrase" });
      const liste = element("div", { class: "trepied-chemin" });
      const total = element("p", { class: "trepied-total" });
      const dit = trepied.annonce({ class: "trepied-invisible" });
      let minuterie = 0;
      // Une phrase à la fois, quand la personne s'arrête : un lecteur d'écran ne lit pas chaque flèche.
      const annoncer = (mots) => {
        clearTimeout(minuterie);
        minuterie = setTimeout(() => { dit.textContent = mots(); }, 600);
      };

      const ligne = ({ cle, titre, minutes, exercice }, garde, ajoute) => {
        const coche = element("input", {
          type: "checkbox", "data-cle": cle, "aria-label": remplir(ecran.garder, { titre }),
          onchange: () => {
            const { retraits } = lire();
            changer({ retraits: coche.checked ? retraits.filter((c) => c !== cle) : [...retraits, cle] });
            annoncer(() => `${remplir(coche.checked ? ecran.ajoute_dit : ecran.retire_dit, { titre })} ${total.textContent}`);
          },
        });
        coche.checked = garde;
        const lien = trepied.lien(model, cle, titre);
        const nature = exercice ? (trepied.adresseDuLivre ? ecran.exercice_livre : ecran.exercice) : ecran.lecon;
        const marque = garde ? ajoute && ecran.ajoute : ecran.retire;
        return element("li", { class: garde ? null : "trepied-retire" },
          // La cible est plus grande que la case.
          element("label", { class: "trepied-coche-large" }, coche),
          element("span", { class: "trepied-cahier" }, lien,
            element("span", { class: "trepied-aide" }, remplir(nature, { minutes: trepied.ecrireNombre(minutes) }),
              marque && [" · ", element("strong", {}, marque)])));
      };

      const montrerLeChemin = (etat, conseille) => {
        const { ajouts, retraits, reponses } = etat;
        const montrees = activites.filter(({ cle }) => conseille.cles.includes(cle) || ajouts.includes(cle));
        const gardees = montrees.filter(({ cle }) => !retraits.includes(cle));
        const actif = liste.contains(document.activeElement) ? document.activeElement.dataset.cle : null;
        let rang = 1;
        liste.replaceChildren(...Object.keys(etapes).flatMap((numero) => {
          const siennes = montrees.filter(({ etape }) => String(etape) === numero);
          if (!siennes.length) return [];
          const debut = rang;
          rang += siennes.length;
          const titre = remplir(ecran.etape, { numero, titre: etapes[numero] });
          return [element("p", { class: "trepied-etape" }, titre), element("ol", { start: debut, "aria-label": titre },
            siennes.map((a) => ligne(a, gardees.includes(a), !conseille.cles.includes(a.cle))))];
        }));
        if (actif) liste.querySelector(`input[data-cle="${CSS.escape(actif)}"]`)?.focus();

        const minutes = gardees.reduce((n, a) => n + a.minutes, 0), { temps } = reponses;
        const ecart = temps.minutes - minutes;
        const ajoutees = gardees.some(({ cle }) => !conseille.cles.includes(cle));
        total.textContent = [
          remplir(ecran.total, { duree: duree(minutes), temps: temps.libelle }),
          ecart > 0 && remplir(ecran.reste_du_temps, { duree: duree(ecart) }),
          ecart < 0 && remplir(ajoutees ? ecran.depasse : ecran.depasse_un_cahier, { duree: duree(-ecart) }),
        ].filter(Boolean).join(" ");
        total.classList.toggle("trepied-depasse", ecart < 0);

        const autres = activites.filter((a) => !montrees.includes(a));
        ajout.hidden = !autres.length;
        const choisi = aAjouter.value;
        aAjouter.replaceChildren(element("option", { value: "" }, ecran.ajouter_rien),
          ...Object.keys(etapes).flatMap((numero) => {
            const siennes = autres.filter(({ etape }) => String(etape) === numero);
            if (!siennes.length) return [];
            return [element("optgroup", { label: remplir(ecran.etape, { numero, titre: etapes[numero] }) },
              siennes.map(({ cle, titre, minutes: m, exercice }) => element("option", { value: cle },
                `${titre} (${remplir(exercice ? ecran.exercice : ecran.lecon, { minutes: m })})`)))];
          }));
        if (autres.some(({ cle }) => cle === choisi)) aAjouter.value = choisi;
        // « Revenir » n'a de sens que si l'on s'est écarté du conseil.
        revenir.hidden = !ajoutees && gardees.length === montrees.length;
      };

      const aAjouter = element("select", { id: `${id}-ajout`, class: "trepied-champ", "aria-describedby": `${id}-ajout-aide` });
      const ajouter = bouton(ecran.ajouter, () => {
        const cle = aAjouter.value;
        if (!cle) {
          aAjouter.focus();
          return;
        }
        const { ajouts, retraits } = lire();
        changer({ ajouts: [...ajouts, cle], retraits: retraits.filter((c) => c !== cle) });
        aAjouter.value = "";
        const { titre } = activites.find((a) => a.cle === cle);
        annoncer(() => `${remplir(ecran.ajoute_dit, { titre })} ${total.textContent}`);
      });
      const ajout = element("div", { class: "trepied-saisie" },
        element("label", { for: aAjouter.id }, ecran.ajouter_titre),
        element("p", { id: `${id}-ajout-aide`, class: "trepied-aide" }, ecran.ajouter_aide),
        aAjouter, ajouter);

      let dAvant = null;
      const revenir = bouton(ecran.conseil, () => {
        const { ajouts, retraits } = lire();
        dAvant = { ajouts, retraits };
        trepied.changer(model, { ajouts: [], retraits: [] });
        annuler.hidden = false;
        annuler.focus();
        annoncer(() => ecran.conseil_dit);
      });
      const annuler = bouton(ecran.annuler, () => {
        annuler.hidden = true;
        trepied.changer(model, dAvant);
        revenir.focus();
        annoncer(() => ecran.annule);
      }, { hidden: true });

      const resultat = element("div", {}, phrase, liste, total, ajout,
        element("div", { class: "trepied-boutons" }, revenir, annuler));

      const montrer = () => {
        const etat = lire();
        for (const nom of noms) for (const radio of cases[nom]) radio.checked = radio.value === etat.reponses[nom]?.cle;
        const conseille = conseil(etat);
        const manquent = noms.filter((nom) => !etat.reponses[nom]).map((nom) => ecran.noms[nom]);
        manque.textContent = conseille ? "" : remplir(ecran.reste, {
          questions: [manquent.slice(0, -1).join(", "), ...manquent.slice(-1)].filter(Boolean).join(ecran.et),
        });
        resultat.hidden = !conseille;
        phrase.textContent = conseille?.phrase ?? "";
        if (conseille) montrerLeChemin(etat, conseille);
      };

      el.append(element("section", { class: "trepied-boite trepied-large trepied-orientation", "aria-label": contenu.titre },
        element("p", { class: "trepied-titre" }, contenu.titre),
        element("p", {}, contenu.consigne, " ", element("span", { class: "trepied-prive" }, contenu.prive)),
        element("div", { class: "trepied-colonnes" },
          element("div", { class: "trepied-orientation-questions" }, noms.map(question)),
          element("div", { class: "trepied-resultat" },
            element("p", { class: "trepied-question" }, ecran.resultat), manque, resultat)),
        dit,
        trepied.ligneEtat(model)));
      montrer();
      model.on("change:valeur", montrer);
      return () => {
        clearTimeout(minuterie);
        model.off("change:valeur", montrer);
      };
    },
  };
}
