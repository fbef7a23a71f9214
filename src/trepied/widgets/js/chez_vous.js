// « Et chez vous ? » : des champs privés, gardés pendant qu'on tape.
{
  const { element } = trepied;
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

    // Ce qui est vendu, à des personnes ou à une collectivité, sur tout l'argent de l'année : la moitié partage.
    revenus_d_activite({ ventes, commandes, total }) {
      if ([ventes, commandes, total].some((x) => x === undefined)) {
        return { phrase: "Votre part apparaîtra quand les trois nombres seront remplis. Zéro est permis." };
      }
      if (total <= 0 || ventes < 0 || commandes < 0) {
        return { phrase: "Le total de l'année doit dépasser zéro, et aucun nombre ne peut être négatif." };
      }
      const vendu = ventes + commandes;
      if (vendu > total) return { phrase: "Ce qui est vendu dépasse le total de l'année\u00a0: vérifiez ces nombres." };
      const part = vendu / total;
      const lecture = Math.abs(part - 0.5) <= 0.05 ? "C'est tout près de la moitié\u00a0: ne concluez pas sur ce seul nombre."
        : part > 0.5 ? "C'est plus de la moitié\u00a0: votre modèle repose surtout sur ce qu'il vend."
          : "C'est moins de la moitié\u00a0: votre modèle repose surtout sur autre chose.";
      return { phrase: `Vos revenus d'activité font ${trepied.ecrirePourcent(part, 1)} de ce que l'année rapporte en argent. ${lecture}` };
    },

    // Le mouvement d'une année, et le nombre de personnes qu'il suppose un an plus tôt.
    arrivees_departs({ arrivees, departs, effectif }) {
      if ([arrivees, departs, effectif].some((x) => x === undefined)) {
        return { phrase: "Votre mouvement apparaîtra quand les trois nombres seront remplis. Zéro est permis." };
      }
      if ([arrivees, departs, effectif].some((x) => x < 0)) return { phrase: "Aucun de ces nombres ne peut être négatif." };
      const avant = effectif - arrivees + departs;
      if (avant < 0) return { phrase: "Les arrivées dépassent ce que vous êtes aujourd'hui\u00a0: vérifiez ces nombres." };
      const compte = (n, mot) => `${trepied.ecrireNombre(n, 0)} ${mot}${n >= 2 ? "s" : ""}`;
      const ecart = arrivees - departs;
      const constat = ecart === 0 ? "autant de personnes" : `${compte(Math.abs(ecart), "personne")} de ${ecart > 0 ? "plus" : "moins"}`;
      return {
        phrase: `${compte(arrivees, "arrivée")}, ${compte(departs, "départ")}\u00a0: ${constat}. `
          + `Il y a un an, vous étiez donc ${trepied.ecrireNombre(avant, 0)}\u202f; vous êtes ${trepied.ecrireNombre(effectif, 0)}.`,
      };
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
      const gardien = trepied.gardien((attente) => trepied.changer(model, attente));
      const saisies = champs.map((champ) =>
        trepied.saisie({ champ, cle: champ.cle, gardien, lire: () => model.get("valeur")[champ.cle] }));
      const montrer = () => saisies.forEach((saisie) => saisie.montrer());
      model.on("change:valeur", montrer);

      // Le bilan suit ce qui est gardé : au plus un instant après la frappe.
      const resultat = bilan && element("div", { class: "trepied-bilan" });
      const annonce = bilan && trepied.annonce();
      const calculer = () => {
        const valeur = model.get("valeur");
        const lus = Object.fromEntries(champs.filter(({ type }) => type === "nombre").map((champ) =>
          [champ.cle, trepied.lireChamp(champ, trepied.texteGarde(valeur[champ.cle])).valeur]));
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
        saisies.map(({ bloc }) => bloc),
        annonce, resultat,
        trepied.ligneEtat(model)));

      return () => {
        gardien.arreter();
        model.off("change:valeur", montrer);
        if (bilan) model.off("change:valeur", calculer);
      };
    },
  };
}
