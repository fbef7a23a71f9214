// Les dessins du cours, en SVG. Chacun reçoit sa largeur en pixels : les lettres gardent leur taille sur un téléphone.
// Aucune couleur ne parle seule (forme, trame et texte disent la même chose) et chaque dessin a un tableau jumeau.
{
  const { element } = trepied;
  const svg = (balise, attributs, ...enfants) => element(`svg:${balise}`, attributs, ...enfants);

  const dessins = (trepied.dessins = {});

  // Trace dans `cadre` ce que donne dessiner(largeur), et retrace quand la largeur change. Rend de quoi retracer.
  dessins.ajuster = (cadre, dessiner) => {
    let largeur = 0;
    const tracer = () => cadre.replaceChildren(dessiner(largeur || 300));
    new ResizeObserver(([entree]) => {
      const mesure = Math.max(200, Math.floor(entree.contentRect.width));
      if (mesure !== largeur) {
        largeur = mesure;
        tracer();
      }
    }).observe(cadre);
    tracer();
    return tracer;
  };

  const image = (largeur, hauteur, alt, ...enfants) =>
    svg(
      "svg",
      {
        class: "trepied-dessin",
        role: "img",
        "aria-label": alt,
        width: largeur,
        height: hauteur,
        viewBox: `0 0 ${largeur} ${hauteur}`,
      },
      ...enfants.flat(Infinity),
    );

  const texte = (x, y, contenu, options = {}) =>
    svg(
      "text",
      {
        x,
        y,
        "text-anchor": options.ancre ?? "middle",
        class: options.classe,
        "font-weight": options.gras ? 600 : null,
      },
      contenu,
    );

  // Pour les dessins des autres fichiers.
  dessins.outils = { svg, image, texte };

  // « Sert à décider » sur deux lignes : « Sert à » puis « décider » ; un mot court reste entier.
  const deuxLignes = (mots) => {
    const coupe = mots.length < 9 ? -1 : mots.search(/[ \u00a0][^ \u00a0]*$/);
    return coupe < 0 ? [mots] : [mots.slice(0, coupe), mots.slice(coupe + 1)];
  };

  const marque = (x, y, forme) =>
    forme === "losange"
      ? svg("path", {
          class: "trepied-marque-cible",
          d: `M${x} ${y - 12}L${x + 12} ${y}L${x} ${y + 12}L${x - 12} ${y}Z`,
        })
      : svg("circle", { class: "trepied-marque", cx: x, cy: y, r: 8 });
  const trait = (x1, y1, x2, y2, classe) => svg("line", { x1, y1, x2, y2, class: classe });
  const tiret = (x, y) => trait(x, y, x, y + 9, "trepied-tiret");
  const etendue = (x1, x2, y) =>
    svg("rect", { class: "trepied-etendue", x: x1 - 5, y: y - 5, width: x2 - x1 + 10, height: 10, rx: 5 });

  // Ce que veulent dire les marques : formes = [["rond" | "losange" | "tiret" | "etendue", "ses mots"], …].
  dessins.legende = (formes) =>
    element(
      "ul",
      { class: "trepied-legende" },
      formes.map(([forme, mots]) =>
        element(
          "li",
          {},
          svg(
            "svg",
            { width: 28, height: 28, viewBox: "0 0 28 28", "aria-hidden": "true", class: "trepied-dessin" },
            forme === "tiret" ? tiret(14, 9) : forme === "etendue" ? etendue(7, 21, 14) : marque(14, 14, forme),
          ),
          mots,
        ),
      ),
    );

  // Le tableau jumeau d'un dessin. Il défile dans sa boîte, pas la page ; d'où un arrêt au clavier.
  // lignes = [[en-tête, cellule, …], …] ; une ligne { groupe: […] } ouvre un groupe.
  dessins.tableau = (titre, entetes, lignes) =>
    element(
      "div",
      {
        class: "trepied-defile",
        role: "region",
        "aria-label": titre,
        tabindex: 0,
        "data-lm-suppress-shortcuts": "true",
      },
      element(
        "table",
        {},
        element(
          "thead",
          {},
          element(
            "tr",
            {},
            entetes.map((e) => element("th", { scope: "col" }, e)),
          ),
        ),
        element(
          "tbody",
          {},
          lignes.map((ligne) => {
            const [nom, ...cellules] = ligne.groupe ?? ligne;
            return element(
              "tr",
              { class: ligne.groupe && "trepied-groupe" },
              element("th", { scope: "row" }, nom),
              cellules.map((c) => element("td", {}, c)),
            );
          }),
        ),
      ),
    );

  // --- Les niveaux, levier par levier

  // lignes = [{cle, nom, mots, mediane, minimum, maximum, cible, reponses: [0..4]}] ; une valeur inconnue est null.
  dessins.points = ({ noms, lignes, alt, largeur }) => {
    const etroit = largeur < 380;
    const marge = 30,
      pas = (largeur - 2 * marge) / (noms.length - 1),
      rang = etroit ? 96 : 80;
    const x = (niveau) => marge + niveau * pas;
    const bas = lignes.length * rang;
    return image(
      largeur,
      bas + 58,
      alt,
      lignes.map((ligne, i) => {
        const haut = i * rang,
          y = haut + (etroit ? 62 : 46);
        const memes = {};
        return svg(
          "g",
          { class: `trepied-levier-${ligne.cle}` },
          texte(0, haut + 18, ligne.nom, { ancre: "start", gras: true }),
          etroit
            ? texte(0, haut + 36, ligne.mots, { ancre: "start" })
            : texte(largeur, haut + 18, ligne.mots, { ancre: "end" }),
          noms.map((_, niveau) => trait(x(niveau), y - 14, x(niveau), y + 14, "trepied-grille")),
          trait(x(0), y, x(noms.length - 1), y, "trepied-axe"),
          ligne.mediane !== null && ligne.minimum < ligne.maximum && etendue(x(ligne.minimum), x(ligne.maximum), y),
          ligne.reponses.map((niveau) => {
            memes[niveau] = (memes[niveau] ?? -1) + 1;
            const nombre = ligne.reponses.filter((n) => n === niveau).length;
            return tiret(x(niveau) + (memes[niveau] - (nombre - 1) / 2) * 6, y + 14);
          }),
          ligne.mediane !== null && marque(x(ligne.mediane), y, "rond"),
          ligne.cible !== null && marque(x(ligne.cible), y, "losange"),
        );
      }),
      noms.map((nom, niveau) => [
        texte(x(niveau), bas + 20, niveau, { gras: true }),
        ...deuxLignes(nom).map((mots, i) => texte(x(niveau), bas + 36 + 15 * i, mots, { classe: "trepied-petit" })),
      ]),
    );
  };

  // --- Les poids : triangle et barre

  // coins = [{nom, mots}] dans l'ordre des leviers ; reperes = [{poids, nom, forme: "rond" | "losange"}].
  // Le centre ne porte rien.
  dessins.triangle = ({ coins, reperes, alt, largeur }) => {
    const cote = Math.min(largeur, 400) - 28,
      gauche = (largeur - cote) / 2,
      haut = 46;
    const hauteur = (cote * Math.sqrt(3)) / 2;
    const place = (poids) => {
      const [x, y] = trepied.barycentre(poids);
      return [gauche + x * cote, haut + hauteur - y * cote];
    };
    const [H, F, A] = [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ].map(place);
    const entre = (a, b, t) => [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t];
    const grille = [0.2, 0.4, 0.6, 0.8].flatMap((t) =>
      [
        [H, F, A],
        [F, A, H],
        [A, H, F],
      ].map(([s, a, b]) => trait(...entre(a, s, t), ...entre(b, s, t), "trepied-grille")),
    );
    const places = reperes.map((repere) => ({ ...repere, place: place(repere.poids) }));
    const proches = places.length > 1 && Math.abs(places[0].place[1] - places[1].place[1]) < 24;
    const plusHaut = proches && places[0].place[1] <= places[1].place[1] ? 0 : 1;
    const sommet = (coin, x, y, ancre, lignes) =>
      svg(
        "g",
        {},
        lignes.map((mots, i) => texte(x, y + 17 * i, mots, { ancre })),
        coin.mots && texte(x, y + 17 * lignes.length, coin.mots, { ancre, gras: true }),
      );
    return image(
      largeur,
      haut + hauteur + 62,
      alt,
      grille,
      svg("path", { class: "trepied-axe", d: `M${H}L${F}L${A}Z` }),
      sommet(coins[2], A[0], 15, "middle", [coins[2].nom]),
      sommet(coins[1], Math.max(0, F[0] - 14), F[1] + 22, "start", deuxLignes(coins[1].nom)),
      sommet(coins[0], Math.min(largeur, H[0] + 14), H[1] + 22, "end", deuxLignes(coins[0].nom)),
      places.length > 1 && trait(...places[0].place, ...places[1].place, "trepied-chemin"),
      places.map(({ place: [x, y], nom, forme }, i) => {
        const versLaGauche = x > largeur / 2;
        const dy = proches ? (i === plusHaut ? -12 : 20) : 5;
        return svg(
          "g",
          {},
          marque(x, y, forme),
          texte(x + (versLaGauche ? -17 : 17), y + dy, nom, {
            ancre: versLaGauche ? "end" : "start",
            gras: true,
            classe: "trepied-halo",
          }),
        );
      }),
    );
  };

  // La trame change avec le levier : les morceaux se distinguent aussi sans la couleur.
  const TRAMES = {
    richesses_humaines: "M-2 2L2 -2M0 8L8 0M6 10L10 6",
    ressources_financieres: null,
    alliances_strategiques: "M4 0V8",
  };
  const morceau = (cle, forme) => {
    const id = trepied.identifiant("trame"),
      d = TRAMES[cle];
    return svg(
      "g",
      { class: `trepied-levier-${cle}` },
      svg("rect", { ...forme, class: "trepied-morceau" }),
      d && [
        svg(
          "pattern",
          { id, width: 8, height: 8, patternUnits: "userSpaceOnUse" },
          svg("path", { d, class: "trepied-trame" }),
        ),
        svg("rect", { ...forme, fill: `url(#${id})` }),
      ],
    );
  };
  // Le carré de couleur qui nomme un morceau dans la légende.
  dessins.pastille = (cle) =>
    svg(
      "svg",
      { width: 20, height: 20, viewBox: "0 0 20 20", "aria-hidden": "true", class: "trepied-dessin" },
      morceau(cle, { x: 0, y: 0, width: 20, height: 20 }),
    );
  // parts = [{cle, part}], de somme 1, dessinées de gauche à droite.
  dessins.barre = ({ parts, alt, largeur }) => {
    let debut = 0;
    return image(
      largeur,
      64,
      alt,
      parts.map(({ cle, part }, i) => {
        const x = debut,
          large = part * largeur;
        debut += large;
        // Deux pixels entre les morceaux : leurs couleurs ne se touchent pas.
        const ecart = i < parts.length - 1 ? 2 : 0;
        return [
          large > ecart && morceau(cle, { x, y: 22, width: large - ecart, height: 40 }),
          large > 52 && texte(x + large / 2, 15, trepied.ecrirePourcent(part), { gras: true }),
        ];
      }),
    );
  };
}
