// « Et chez vous ? » : des champs privés, gardés pendant qu'on tape.
{
  const { element } = trepied;
  const DELAI = 250; // millisecondes sans frappe avant de garder

  // Sous un champ de nombre : ce qui a été compris, pendant la frappe ; ce qui ne l'est pas, en quittant le champ.
  const lecture = (champ, entree, ecrire) => {
    const echo = trepied.annonce({ id: trepied.identifiant("lecture"), class: "trepied-lecture" });
    entree.setAttribute("aria-describedby", `${entree.getAttribute("aria-describedby") || ""} ${echo.id}`.trim());
    let montree = "";
    const dire = (frappe) => {
      const lu = entree.value.trim() ? trepied.lireNombre(entree.value) : { valeur: null };
      const autreUnite = !lu.erreur && lu.unite && champ.unite && lu.unite !== champ.unite;
      const erreur = lu.erreur || (autreUnite && `Ici, on attend un nombre en ${champ.unite}, pas en ${lu.unite}.`);
      if (erreur && frappe) {
        montree = "";
        echo.replaceChildren();
        return;
      }
      if (erreur) {
        // Refaire les boutons pendant qu'on va vers l'un d'eux ferait perdre le clic.
        if (erreur === montree) return;
        montree = erreur;
        entree.setAttribute("aria-invalid", "true");
        const choix = (lu.lectures || []).map((valeur) => element("button", {
          type: "button",
          class: "trepied-bouton",
          onclick: () => {
            ecrire(trepied.ecrireNombre(valeur));
            dire(false);
            entree.focus();
          },
        }, `Je voulais dire ${trepied.ecrireNombre(valeur)}`));
        echo.replaceChildren(`✗ ${erreur}`, element("span", { class: "trepied-boutons" }, choix));
        return;
      }
      montree = "";
      entree.removeAttribute("aria-invalid");
      const unite = champ.unite || lu.unite;
      echo.textContent = lu.valeur === null
        ? "" : `Compris\u00a0: ${trepied.ecrireNombre(lu.valeur)}${unite ? `\u00a0${unite}` : ""}`;
    };
    return { echo, dire };
  };

  // --- Les bilans : ce qu'on tire des nombres tapés, en une phrase et un dessin. `lus` : les nombres compris, par clé.

  const bilans = {
    // L'effet ciseau de l'organisation : budget et subventions, base 100 à la première date.
    ciseau({ total_avant: totalAvant, total, subventions_avant: avant, subventions }) {
      if ([totalAvant, total, avant, subventions].some((x) => x === undefined)) {
        return { phrase: "Votre ciseau apparaîtra quand les quatre nombres seront remplis." };
      }
      if (totalAvant <= 0 || total < 0 || avant < 0 || subventions < 0) {
        return { phrase: "Le budget d'il y a cinq ans doit dépasser zéro, et aucun nombre ne peut être négatif." };
      }
      if (avant > totalAvant || subventions > total) {
        return { phrase: "Des subventions dépassent le budget total de la même date\u00a0: vérifiez ces deux nombres." };
      }
      if (avant === 0) return { phrase: "Sans subvention il y a cinq ans, il n'y a pas de seconde lame à mesurer." };
      const budget = (100 * total) / totalAvant, aides = (100 * subventions) / avant;
      const ecart = Math.round(budget) - Math.round(aides);
      const constat = ecart > 0 ? `Les lames s'écartent de ${ecart} points d'indice\u00a0: votre budget a avancé plus vite que vos subventions.`
        : ecart < 0 ? `Les lames s'écartent de ${-ecart} points d'indice, dans l'autre sens\u00a0: vos subventions ont avancé plus vite que votre budget.`
          : "Les deux lames avancent ensemble.";
      const phrase = `Pour 100 il y a cinq ans, votre budget est aujourd'hui à ${trepied.ecrireNombre(budget, 0)}, `
        + `vos subventions à ${trepied.ecrireNombre(aides, 0)}. ${constat}`;
      return { phrase, dessin: lames(budget, aides, phrase) };
    },
  };

  // Deux traits partis de 100 ; un rond et un carré, car la couleur ne suffit pas.
  const lames = (budget, aides, alt) => {
    const svg = (balise, attributs, ...enfants) => element(`svg:${balise}`, attributs, ...enfants);
    const haut = Math.max(budget, aides, 110), bas = Math.min(budget, aides, 90);
    const y = (indice) => 120 - (100 * (indice - bas)) / (haut - bas);
    const nom = (indice, autre) => Math.max(12, y(indice) + (Math.abs(y(indice) - y(autre)) < 16 ? (indice >= autre ? -6 : 12) : 4));
    const trait = (indice, classe) => svg("path", { d: `M40 ${y(100)} L200 ${y(indice)}`, class: `trepied-lame ${classe}` });
    return svg("svg", { role: "img", "aria-label": alt, viewBox: "0 0 340 146", class: "trepied-lames" },
      svg("text", { x: 32, y: y(100) + 4, "text-anchor": "end" }, "100"),
      trait(budget, "trepied-lame-budget"), svg("circle", { cx: 200, cy: y(budget), r: 5, class: "trepied-lame-budget" }),
      svg("text", { x: 212, y: nom(budget, aides) }, `Budget ${trepied.ecrireNombre(budget, 0)}`),
      trait(aides, "trepied-lame-aides"), svg("rect", { x: 195, y: y(aides) - 5, width: 10, height: 10, class: "trepied-lame-aides" }),
      svg("text", { x: 212, y: nom(aides, budget + 1e-9) }, `Subventions ${trepied.ecrireNombre(aides, 0)}`),
      svg("text", { x: 40, y: 143, "text-anchor": "middle" }, "il y a 5 ans"),
      svg("text", { x: 200, y: 143, "text-anchor": "middle" }, "aujourd'hui"));
  };

  trepied.outils.chez_vous = {
    render({ model, el }) {
      const { titre, prive, invite, consigne, champs, bilan } = model.get("contenu");
      let attente = {};
      let minuterie = 0;
      const garder = () => {
        clearTimeout(minuterie);
        if (Object.keys(attente).length) trepied.changer(model, attente);
        attente = {};
      };

      const blocs = champs.map((champ) => {
        const idAide = champ.aide ? trepied.identifiant("aide") : null;
        const entree = element(champ.type === "nombre" ? "input" : "textarea", {
          id: trepied.identifiant("champ"),
          class: "trepied-champ",
          type: champ.type === "nombre" ? "text" : null,
          inputmode: champ.type === "nombre" ? "decimal" : null,
          rows: { texte: 2, long: 5 }[champ.type] || null,
          autocomplete: "off",
          "aria-describedby": idAide,
          oninput: () => {
            attente[champ.cle] = entree.value;
            clearTimeout(minuterie);
            minuterie = setTimeout(garder, DELAI);
            nombre?.dire(true);
          },
          onchange: quitter,
          onblur: quitter,
        });
        // Les dernières lettres n'attendent pas : changer de champ ou de fenêtre les garde aussitôt.
        function quitter() {
          garder();
          nombre?.dire(false);
        }
        const nombre = champ.type !== "nombre" ? null : lecture(champ, entree, (texte) => {
          entree.value = texte;
          attente[champ.cle] = texte;
          garder();
        });
        const montrer = () => {
          // Ce qu'on est en train de taper passe avant ce qui arrive d'ailleurs.
          if (champ.cle in attente) return;
          const texte = model.get("valeur")[champ.cle] ?? "";
          if (entree.value !== texte) entree.value = texte;
          if (nombre) nombre.dire(document.activeElement === entree);
        };
        model.on("change:valeur", montrer);
        montrer();
        return element("div", { class: "trepied-saisie" },
          element("label", { for: entree.id }, champ.libelle, champ.unite && ` (${champ.unite})`),
          champ.aide && element("p", { id: idAide, class: "trepied-aide" }, champ.aide),
          entree, nombre && nombre.echo);
      });

      // Le bilan suit ce qui est gardé : au plus un instant après la frappe.
      const resultat = bilan && element("div", { class: "trepied-bilan" });
      const annonce = bilan && trepied.annonce();
      const calculer = () => {
        const valeur = model.get("valeur");
        const lus = Object.fromEntries(champs.map(({ cle, type, unite }) => {
          const lu = type === "nombre" && valeur[cle]?.trim() ? trepied.lireNombre(valeur[cle]) : {};
          return [cle, lu.unite && unite && lu.unite !== unite ? undefined : lu.valeur];
        }));
        const { phrase, dessin } = bilans[bilan](lus);
        if (annonce.textContent !== phrase) annonce.textContent = phrase;
        resultat.replaceChildren(...(dessin ? [dessin] : []));
      };
      if (bilan) {
        model.on("change:valeur", calculer);
        calculer();
      }

      el.append(element("div", { class: "trepied-boite trepied-chez-vous", role: "group", "aria-label": titre },
        element("p", { class: "trepied-question" }, titre),
        element("p", { class: "trepied-prive" }, prive),
        element("p", {}, invite),
        element("p", { class: "trepied-aide" }, consigne),
        blocs,
        annonce, resultat,
        trepied.ligneEtat(model)));

      // Fermer l'onglet n'envoie pas toujours « blur ».
      addEventListener("pagehide", garder);
      return () => {
        garder();
        removeEventListener("pagehide", garder);
      };
    },
  };
}
