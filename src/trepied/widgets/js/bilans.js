// Les bilans des registres : ce qu'on tire des lignes remplies, en phrases, en dessin et en tableau.
// Les calculs sont ceux de src/trepied/indicateurs.py (F1, F7, F15, F16), vérifiés sur les mêmes nombres.
//
// Un bilan reçoit `lignes` = [{nom, …}], les cases déjà lues (un nombre non compris est undefined), et rend
// { phrases, questions, alt, dessiner(largeur), tableau: {titre, entetes, lignes} } ; sans rien à dessiner, { phrases }.
{
  const { svg, image, texte } = trepied.dessins.outils;
  const bilans = (trepied.bilans = {});

  // --- Les calculs

  // Du plus grand au plus petit : parts, part du premier (F7), des trois premiers. null si rien n'est à répartir.
  bilans.repartir = (quantites) => {
    const parts = trepied.fermeture(quantites);
    if (!parts) return null;
    const triees = [...parts].sort((a, b) => b - a);
    const premiers = (n) => Math.min(1, trepied.sommer(triees.slice(0, n)));
    return { total: trepied.sommer(quantites), parts, premiere: premiers(1), trois: premiers(3) };
  };
  bilans.etp = (heures, heuresParAn) => heures / heuresParAn;

  const euros = (x) => trepied.ecrireEuros(x, Number.isInteger(Math.round(x * 100) / 100) ? 0 : 2);
  const heures = (x) => `${trepied.ecrireNombre(Math.round(x * 100) / 100)}\u00a0h`;
  const pourcent = (part) => trepied.ecrirePourcent(part, 0);
  const cite = (mots) => `«\u00a0${mots}\u00a0»`;
  const liste = (mots) => [mots.slice(0, -1).join(", "), ...mots.slice(-1)].filter(Boolean).join(" et ");
  const noms = (lignes) => liste(lignes.map(({ nom }) => cite(nom)));
  const nombre = (n, mot) => `${n} ${mot}${n > 1 ? "s" : ""}`;
  const uneSeule = (lignes, seule, plusieurs) => (lignes.length === 1 ? seule : plusieurs);

  // --- Les dessins

  // Un nom sur deux lignes au plus ; le reste se lit dans le tableau.
  const couper = (nom, largeur) => {
    const place = Math.max(6, Math.floor(largeur / 7.6));
    const lignes = [];
    let reste = nom;
    while (reste.length > place && lignes.length < 1) {
      const espace = reste.lastIndexOf(" ", place);
      const coupe = espace > place / 3 ? espace : place;
      lignes.push(reste.slice(0, coupe));
      reste = reste.slice(coupe).trimStart();
    }
    lignes.push(reste.length > place ? `${reste.slice(0, place - 1)}…` : reste);
    return lignes;
  };

  // barres = [{nom, mots, part}], part de 0 à 1, déjà dans l'ordre ; `cle` : le levier qui donne la teinte.
  const tracerLesBarres = (barres, cle, alt, largeur) => {
    const plusGrande = Math.max(...barres.map(({ part }) => part)) || 1;
    const reserve = Math.max(...barres.map(({ mots }) => mots.length)) * 7.8 + 10;
    let haut = 0;
    const corps = barres.map(({ nom, mots, part }) => {
      const lignes = couper(nom, largeur);
      const debut = haut;
      const y = debut + 17 * lignes.length + 6;
      const large = Math.max(2, (part / plusGrande) * (largeur - reserve));
      haut = y + 32;
      return [
        lignes.map((l, i) => texte(0, debut + 15 + 17 * i, l, { ancre: "start" })),
        svg("rect", { class: "trepied-morceau", x: 0, y, width: large, height: 18, rx: 2 }),
        texte(large + 8, y + 14, mots, { ancre: "start", gras: true }),
      ];
    });
    return image(largeur, Math.max(1, haut - 8), alt, svg("g", { class: `trepied-levier-${cle}` }, ...corps.flat(Infinity)));
  };

  // Une ligne par acteur, une colonne par rôle. Coché : un disque plein avec sa coche ; sinon un petit trait.
  const tracerLaMatrice = (acteurs, roles, alt, largeur) => {
    const etroit = largeur < 460;
    const gauche = etroit ? 0 : Math.min(220, largeur * 0.38);
    const pas = (largeur - gauche) / roles.length;
    const x = (i) => gauche + pas * (i + 0.5);
    const classe = pas < 74 ? "trepied-petit" : undefined;
    let haut = 30;
    const corps = acteurs.map(({ nom, roles: siens }) => {
      const lignes = couper(nom, etroit ? largeur : gauche - 8);
      const debut = haut;
      const y = etroit ? debut + 17 * lignes.length + 18 : debut + 20 + 8 * (lignes.length - 1);
      haut = etroit ? y + 20 : debut + 40 + 17 * (lignes.length - 1);
      return [
        svg("line", { x1: 0, y1: debut, x2: largeur, y2: debut, class: "trepied-grille" }),
        lignes.map((l, i) => texte(0, (etroit ? debut + 17 : debut + 25) + 17 * i, l, { ancre: "start" })),
        roles.map((role, i) =>
          siens.includes(role)
            ? [
              svg("circle", { class: "trepied-role", cx: x(i), cy: y, r: 11 }),
              svg("path", { class: "trepied-coche", d: `M${x(i) - 5} ${y}l4 4l7 -8` }),
            ]
            : svg("line", { class: "trepied-absent", x1: x(i) - 4, y1: y, x2: x(i) + 4, y2: y })),
      ];
    });
    const comptes = roles.map((role) => acteurs.filter(({ roles: siens }) => siens.includes(role)).length);
    const bas = haut + (etroit ? 38 : 20);
    return image(largeur, bas + 8, alt,
      roles.map((role, i) => texte(x(i), 18, majuscule(role), { gras: true, classe })),
      corps,
      svg("line", { x1: 0, y1: haut, x2: largeur, y2: haut, class: "trepied-axe" }),
      comptes.map((n, i) => texte(x(i), bas, n, { gras: true })),
      texte(0, haut + 20, "En tout", { ancre: "start" }));
  };
  const majuscule = (mot) => mot.replace(/^./, (l) => l.toUpperCase());

  // --- Qui compte autour de l'action : des questions pour le projet, jamais un jugement

  const PERSONNE = {
    paie: "Pour l'instant, personne ne paie sur cette carte. Qui paie, même une petite part\u202f?",
    décide: "Pour l'instant, personne ne décide sur cette carte. Qui tranche, quand il faut choisir\u202f?",
    bénéficie: "Pour l'instant, personne ne bénéficie sur cette carte. À qui l'action sert-elle d'abord\u202f?",
    agit: "Pour l'instant, personne n'agit sur cette carte. Qui fait, concrètement\u202f?",
  };
  bilans.acteurs = (lignes, { roles }) => {
    const acteurs = lignes.filter(({ nom, roles: siens }) => nom || siens.length).map((l) => ({ ...l, nom: l.nom || l.rang }));
    if (!acteurs.length) return { phrases: ["Votre carte apparaîtra avec votre premier acteur."] };
    const avec = (oui, non) => acteurs.filter(({ roles: r }) => r.includes(oui) && !r.includes(non));
    const comptes = roles.map((role) => avec(role));
    const phrases = [`Cette carte compte ${nombre(acteurs.length, "acteur")}.`];
    const sans = acteurs.filter(({ roles: siens }) => !siens.length);
    if (sans.length) phrases.push(`Sans rôle coché pour l'instant\u00a0: ${noms(sans)}.`);
    if (sans.length === acteurs.length) phrases.push("Cochez un premier rôle\u00a0: les questions viendront.");

    const questions = sans.length === acteurs.length ? [] : roles.filter((_, i) => !comptes[i].length).map((role) => PERSONNE[role]);
    const [paient, decident, beneficient] = ["paie", "décide", "bénéficie"].map((role) => comptes[roles.indexOf(role)]);
    if (beneficient.length && decident.length) {
      const loin = avec("bénéficie", "décide");
      questions.push(loin.length
        ? `Qui bénéficie sans décider\u00a0: ${noms(loin)}. Par où leur avis arrive-t-il jusqu'à la décision\u202f?`
        : "Sur cette carte, qui bénéficie décide aussi. Que peuvent-ils vraiment changer\u202f?");
    }
    if (paient.length && decident.length) {
      const loin = avec("paie", "décide");
      questions.push(loin.length
        ? `Qui paie sans décider\u00a0: ${noms(loin)}. Que savent-ils de ce que leur argent rend possible\u202f?`
        : "Sur cette carte, qui paie décide aussi. Quelle place reste-t-il à qui ne paie pas\u202f?");
    }
    if (paient.length && beneficient.length) {
      const sansPayer = avec("bénéficie", "paie");
      const lesDeux = beneficient.filter(({ roles: siens }) => siens.includes("paie"));
      questions.push(!sansPayer.length
        ? "Sur cette carte, qui bénéficie paie aussi. Que devient l'action pour qui ne peut pas payer\u202f?"
        : !lesDeux.length
          ? "Sur cette carte, qui bénéficie et qui paie ne sont pas les mêmes. Comment racontez-vous aux seconds ce que vivent les premiers\u202f?"
          : `Qui bénéficie et paie\u00a0: ${noms(lesDeux)}. Qui bénéficie sans payer\u00a0: ${noms(sansPayer)}. Qui paie pour eux\u202f?`);
    }
    const alt = `${nombre(acteurs.length, "acteur")}. ${roles.map((role, i) =>
      `${majuscule(role)}\u00a0: ${comptes[i].map(({ nom }) => nom).join(", ") || "personne"}.`).join(" ")}`;
    return {
      phrases,
      questions,
      alt,
      dessiner: (largeur) => tracerLaMatrice(acteurs, roles, alt, largeur),
      tableau: {
        titre: "Cette carte en tableau",
        entetes: ["Acteur", ...roles.map(majuscule)],
        lignes: [
          ...acteurs.map(({ nom, roles: siens }) => [nom, ...roles.map((role) => (siens.includes(role) ? "oui" : "non"))]),
          ["En tout", ...comptes.map((c) => c.length)],
        ],
      },
    };
  };

  // --- D'où vient l'argent : la part de chaque modèle

  bilans.activites = (lignes) => {
    const commencees = lignes.filter(({ nom, modele, texte_montant: t }) => nom || modele || t).map((l) => ({ ...l, nom: l.nom || l.rang }));
    const comptees = commencees.filter(({ modele, montant }) => modele && montant !== undefined);
    const sansMontant = commencees.filter(({ montant }) => montant === undefined);
    const sansModele = commencees.filter(({ modele, montant }) => !modele && montant !== undefined);
    const avis = [
      sansMontant.length && `${uneSeule(sansMontant, "Pas comptée, faute de montant compris", "Pas comptées, faute de montant compris")}\u00a0: ${noms(sansMontant)}.`,
      sansModele.length && `${uneSeule(sansModele, "Pas comptée, faute de modèle choisi", "Pas comptées, faute de modèle choisi")}\u00a0: ${noms(sansModele)}.`,
    ].filter(Boolean);
    if (!comptees.length) return { phrases: ["Vos parts apparaîtront avec une première ligne complète\u00a0: un modèle et un montant.", ...avis] };
    const modeles = [...new Set(comptees.map(({ modele }) => modele))].map((modele) => ({
      nom: modele,
      montant: trepied.sommer(comptees.filter((l) => l.modele === modele).map(({ montant }) => montant)),
    })).sort((a, b) => b.montant - a.montant);
    const repartition = bilans.repartir(modeles.map(({ montant }) => montant));
    if (!repartition) return { phrases: ["Les montants sont à zéro\u00a0: il n'y a encore rien à répartir.", ...avis] };
    modeles.forEach((m, i) => { m.part = repartition.parts[i]; });
    const [premier, second] = modeles;
    const cent = trepied.ecrireNombre(premier.part * 100, 0);
    const phrases = [
      // Une activité peut avoir plusieurs ressources : ce n'est pas la part de cette ressource dans les comptes.
      `Sur 100\u00a0€ de produits, environ ${cent} ${Number(cent) > 1 ? "passent" : "passe"} par des activités où domine ${cite(premier.nom)}.`,
      !second ? "C'est le seul modèle compté ici."
        : second.montant === premier.montant ? `À égalité en tête\u00a0: ${noms(modeles.filter(({ montant }) => montant === premier.montant))}.`
          : `Modèle dominant\u00a0: ${cite(premier.nom)}, ${pourcent(premier.part)}. Second\u00a0: ${cite(second.nom)}, ${pourcent(second.part)}.`,
      `En tout\u00a0: ${euros(repartition.total)}. Ce n'est que le levier financier\u00a0: ni le temps donné ni les alliances n'y sont.`,
      ...avis,
    ];
    const alt = `Barres, de la plus longue à la plus courte. ${modeles.map(({ nom, part }) => `${nom}\u00a0: ${pourcent(part)}`).join(", ")}.`;
    return {
      phrases,
      alt,
      dessiner: (largeur) => tracerLesBarres(
        modeles.map(({ nom, part, montant }) => ({ nom, part, mots: `${pourcent(part)} (${euros(montant)})` })),
        "ressources_financieres", alt, largeur),
      tableau: {
        titre: "Les chiffres de ce dessin",
        entetes: ["Modèle", "Montant", "Part"],
        lignes: [
          ...modeles.map(({ nom, montant, part }) => [nom, euros(montant), trepied.ecrirePourcent(part)]),
          ["Total", euros(repartition.total), trepied.ecrirePourcent(1)],
        ],
      },
    };
  };

  // --- Le temps donné : combien, combien de temps pleins, à quelle valeur, et sur qui il repose

  const BARRES_MAXIMUM = 12;
  // Un employeur tient surtout sur du temps payé : son total, et ce que porte sa première fonction.
  const tempsPaye = (lignes, duree) => {
    const repartition = bilans.repartir(lignes.map((l) => l.heures ?? 0));
    if (!repartition) return "";
    const etp = bilans.etp(repartition.total, duree);
    const premiere = lignes.length > 1 ? `\u202f; la première fonction en porte ${pourcent(repartition.premiere)}` : "";
    return ` En tout ${heures(repartition.total)} payées, soit ${trepied.ecrireNombre(etp, 2)} équivalent${etp >= 2 ? "s" : ""} temps plein${premiere}.`;
  };
  // hors = les formes qui ne sont pas du temps donné ; taux = {valeur} ou {} s'il n'est pas compris ; duree en heures.
  bilans.heures = (lignes, { hors, taux, duree }) => {
    const commencees = lignes.filter(({ nom, forme, texte_heures: t }) => nom || forme || t).map((l) => ({ ...l, nom: l.nom || l.rang }));
    const aPart = commencees.filter(({ forme }) => hors.includes(forme));
    const donnees = commencees.filter(({ forme }) => !hors.includes(forme));
    const sansHeures = donnees.filter((l) => l.heures === undefined);
    const sansForme = donnees.filter((l) => l.heures !== undefined && !l.forme);
    const comptees = donnees.filter((l) => l.heures !== undefined && l.forme).sort((a, b) => b.heures - a.heures);
    const avis = [
      aPart.length && `${uneSeule(aPart, "Comptée", "Comptées")} à part\u00a0: ${liste(aPart.map(({ nom, forme, heures: h }) =>
        `${cite(nom)} (${forme}${h === undefined ? "" : `, ${heures(h)}`})`))}.${tempsPaye(aPart, duree)} Le temps payé est un usage de l'argent, pas du temps donné.`,
      sansHeures.length && `${uneSeule(sansHeures, "Pas comptée", "Pas comptées")}, faute d'heures comprises\u00a0: ${noms(sansHeures)}.`,
      sansForme.length && `${uneSeule(sansForme, "Pas comptée", "Pas comptées")}, faute de forme choisie\u00a0: ${noms(sansForme)}.`,
    ].filter(Boolean);
    if (!comptees.length) return { phrases: ["Votre total apparaîtra avec une première ligne complète\u00a0: une forme et des heures.", ...avis] };
    const repartition = bilans.repartir(comptees.map((l) => l.heures));
    if (!repartition) return { phrases: ["Les heures sont à zéro\u00a0: il n'y a encore rien à compter.", ...avis] };
    const { total, parts, premiere, trois } = repartition;
    const [premier] = comptees;
    const seul = comptees.length > 1 && comptees[1].heures < premier.heures;
    const etp = bilans.etp(total, duree);
    const valeur = taux.valeur === undefined ? null : total * taux.valeur;
    const phrases = [
      `Temps donné dans l'année\u00a0: ${heures(total)}, soit ${trepied.ecrireNombre(etp, 2)} équivalent${etp >= 2 ? "s" : ""} temps plein, `
        + `à ${trepied.ecrireNombre(duree)}\u00a0h par an.`,
      valeur === null ? "Choisissez la valeur d'une heure pour voir celle de ce temps."
        : `À ${euros(taux.valeur)} l'heure, ce temps vaut ${euros(valeur)}. C'est une convention\u00a0: elle ne change pas le résultat.`,
      comptees.length === 1 ? `Tout repose sur une ligne\u00a0: ${cite(premier.nom)}.`
        : `${seul ? `La première ligne, ${cite(premier.nom)}, porte` : "Chacune des premières lignes porte"} ${pourcent(premiere)} des heures`
          + `${comptees.length > 3 ? `\u202f; les trois premières, ${pourcent(trois)}` : ""}.`,
      `Si cette personne, ou ce groupe, s'arrêtait, il faudrait retrouver ${heures(premier.heures)} dans l'année.`,
      ...avis,
    ];
    const montrees = comptees.slice(0, BARRES_MAXIMUM).map(({ nom, heures: h }, i) =>
      ({ nom, part: parts[i], mots: `${heures(h)} (${pourcent(parts[i])})` }));
    const autres = comptees.slice(BARRES_MAXIMUM);
    if (autres.length) {
      const somme = trepied.sommer(autres.map((l) => l.heures)), part = trepied.sommer(parts.slice(BARRES_MAXIMUM));
      montrees.push({ nom: autres.length > 1 ? `${autres.length} autres lignes` : "1 autre ligne", part, mots: `${heures(somme)} (${pourcent(part)})` });
    }
    const alt = `Barres, de la plus longue à la plus courte. ${montrees.map(({ nom, mots }) => `${nom}\u00a0: ${mots}`).join(", ")}.`;
    const valorisee = (h) => (valeur === null ? "–" : euros(h * taux.valeur));
    return {
      phrases,
      alt,
      dessiner: (largeur) => tracerLesBarres(montrees, "richesses_humaines", alt, largeur),
      tableau: {
        titre: "Les chiffres de ce dessin",
        entetes: ["Ligne", "Forme", "Heures", "Part", "Valeur"],
        lignes: [
          ...comptees.map(({ nom, forme, heures: h }, i) => [nom, forme, heures(h), trepied.ecrirePourcent(parts[i]), valorisee(h)]),
          ["Total", "", heures(total), trepied.ecrirePourcent(1), valorisee(total)],
        ],
      },
    };
  };
}
