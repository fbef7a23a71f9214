// Nombres à la française, pour répondre sans attendre Python. Port de src/trepied/nombres.py :
// mêmes lectures, mêmes phrases, vérifiées sur les mêmes tables (tests/cas_nombres.yml et cas_ecriture.yml).
{
  const MAXIMUM = 15; // puissance de dix
  const MOINS = "\u2212",
    FINE = "\u202f",
    INSECABLE = "\u00a0";

  const ESPACES = "[\u00a0\u202f\u2009\u2007]";
  const FORME = new RegExp(
    "^([-+\u2212\u2013])? ?([0-9.,'\u2019 ]*?[0-9][.,]?)" +
      " ?(k|K|Mds?|M|millions?|milliards?)?" +
      " ?(€|(?:d['\u2019])?(?:[eE][uU][rR][oO][sS]?|[eE][uU][rR])|%|(?:[hH][eE][uU][rR][eE][sS]?|[hH]))?$",
  );
  const PUISSANCES = { k: 3, K: 3, M: 6, million: 6, Md: 9, milliard: 9 };
  const HEURES_ET_MINUTES = /^([0-9]{1,6}) ?[hH] ?([0-5]?[0-9])(?: ?(?:min|mn))?$/;
  const GROUPES = "[0-9]{1,3}(?:[ '\u2019][0-9]{3})+";
  const SIMPLE = new RegExp(`^(${GROUPES}|[0-9]+)?(?:[.,]([0-9]*))?$`);
  const POINT_DOUTEUX = new RegExp(`^(${GROUPES}|[1-9][0-9]{0,2})\\.([0-9]{3})$`);
  const GROUPES_FAUX = /^[0-9 ]+(?:[.,][0-9 ]*)?$/;
  const A_L_ETRANGERE = [
    /^([0-9]{1,3}(?:\.[0-9]{3})+),([0-9]+)$/,
    /^([0-9]{1,3}(?:,[0-9]{3})+)\.([0-9]+)$/,
    /^([0-9]{1,3}(?:\.[0-9]{3}){2,})()$/,
    /^([0-9]{1,3}(?:,[0-9]{3}){2,})()$/,
  ];

  const chiffres = (texte) => texte.replace(/[^0-9]/g, "");
  const grouper = (entier, espace) => {
    const debut = entier.length % 3;
    return [entier.slice(0, debut), ...(entier.slice(debut).match(/.{3}/g) ?? [])].filter(Boolean).join(espace);
  };
  const cite = (texte) => `«${INSECABLE}${texte}${INSECABLE}»`;

  class Illisible extends Error {}

  // lireNombre("12 k€") donne {valeur: 12000, unite: "€"} ; sinon {erreur: une phrase}, avec {lectures: valeurs possibles}
  // s'il faut demander.
  trepied.lireNombre = (texte) => {
    try {
      return lire(texte);
    } catch (erreur) {
      if (erreur instanceof Illisible) return { erreur: erreur.message };
      throw erreur;
    }
  };

  const lire = (texte) => {
    const propre = texte
      .replace(new RegExp(ESPACES, "g"), " ")
      .replace(/ +/g, " ")
      .replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, "");
    if (!propre)
      throw new Illisible(`Rien n'est écrit. Écrivez un nombre, par exemple ${cite("12 345")} ou ${cite("12,5")}.`);
    const lettres = [...propre];
    const montre = lettres.length <= 40 ? propre : `${lettres.slice(0, 39).join("")}…`;
    const forme = FORME.exec(propre);
    const unite = forme ? uniteDe(forme[4]) : "";
    if (!forme || (forme[3] && unite !== "" && unite !== "€")) throw illisible(propre, montre);
    const signe = forme[1] && forme[1] !== "+" ? "-" : "";
    const puissance = PUISSANCES[(forme[3] ?? "").replace(/s$/, "")] ?? 0;
    const corps = forme[2];
    const suffixe = propre.slice((forme[1] ? propre.indexOf(corps, 1) : 0) + corps.length);

    const valeur = (entier, decimales = "") => {
      const c = chiffres(entier);
      // BigInt : la comparaison est exacte, là où 10¹⁵ + 0,01 s'arrondit à 10¹⁵.
      if (BigInt(c + decimales || "0") > 10n ** BigInt(MAXIMUM - puissance + decimales.length)) {
        throw new Illisible(
          `${cite(montre)} est plus grand que tout ce que ce cours sait compter. ` +
            `Vérifiez le nombre de zéros${INSECABLE}: ${cite(`1,2${INSECABLE}M€`)} veut dire 1 200 000${INSECABLE}€.`,
        );
      }
      // Le texte « 1.005e3 » se lit 1005 ; 1.005 * 1000 ferait 1004.9999999999999.
      return Number(`${signe}${c || 0}.${decimales || 0}e${puissance}`) || 0;
    };
    // Comment l'écrire sans doute possible, avec le signe et l'unité tels qu'ils ont été tapés.
    const conseil = (entier, decimales = "") =>
      `${signe ? MOINS : ""}${grouper(chiffres(entier), " ")}${decimales ? "," : ""}${decimales}${suffixe}`;

    const douteux = POINT_DOUTEUX.exec(corps);
    if (douteux) {
      const [, entier, suite] = douteux;
      const milliers = conseil(entier + suite),
        decimal = conseil(entier, suite);
      return {
        erreur:
          `${cite(montre)} peut se lire ${milliers} ou ${decimal}${INSECABLE}: le point sépare tantôt les milliers, ` +
          `tantôt les décimales. Écrivez ${cite(milliers)} ou ${cite(decimal)}.`,
        lectures: [valeur(entier + suite), valeur(entier, suite)],
      };
    }
    for (const motif of A_L_ETRANGERE) {
      const lu = motif.exec(corps);
      if (!lu) continue;
      const attendu = conseil(lu[1], lu[2]);
      return {
        erreur:
          `${cite(montre)} n'emploie pas le point et la virgule comme en français, et nous pourrions nous tromper. ` +
          `Si vous voulez dire ${attendu}, écrivez ${cite(attendu)}.`,
        lectures: [valeur(lu[1], lu[2])],
      };
    }
    const simple = SIMPLE.exec(corps);
    if (!simple) throw GROUPES_FAUX.test(corps) ? malGroupe(montre) : illisible(propre, montre);
    return { valeur: valeur(simple[1] ?? "", simple[2] ?? ""), unite };
  };

  const uniteDe = (texte) => {
    const initiale = (texte ?? "")
      .toLowerCase()
      .replace(/^d['\u2019]/, "")
      .slice(0, 1);
    return initiale === "e" ? "€" : initiale;
  };

  const illisible = (texte, montre) => {
    const duree = HEURES_ET_MINUTES.exec(texte);
    if (duree) {
      const heures = Number(duree[1]) + Number(duree[2]) / 60;
      return new Illisible(
        `${cite(montre)} mêle des heures et des minutes. ` +
          `Écrivez des heures seules${INSECABLE}: ${cite(`${ecrire(arrondir(heures, 2), true)}${INSECABLE}h`)}.`,
      );
    }
    return new Illisible(
      `Nous n'avons pas su lire un nombre dans ${cite(montre)}. Écrivez-le en chiffres, par exemple ` +
        `${cite("12 345")}, ${cite("12,5")}, ${cite(`12${INSECABLE}k€`)} ou ${cite(`45${INSECABLE}%`)}.`,
    );
  };

  const malGroupe = (montre) =>
    new Illisible(
      `Dans ${cite(montre)}, les espaces ne séparent pas des groupes de trois chiffres${INSECABLE}: il manque ` +
        `peut-être un chiffre, ou une virgule. Écrivez par exemple ${cite("1 234")} ou ${cite("12,34")}.`,
    );

  // À la moitié, on s'éloigne de zéro. Le calcul passe par l'écriture du nombre : 1,005 s'arrondit à 1,01.
  const arrondir = (x, decimales, puissance = 0) => {
    if (!Number.isFinite(x))
      throw new RangeError(`Ce nombre ne s'écrit pas : ${x}. Il manque une valeur dans le calcul.`);
    const [mantisse, exposant = "0"] = String(Math.abs(x)).split("e");
    const [entier, suite = ""] = mantisse.split(".");
    const decalage = Number(exposant) - suite.length + puissance + decimales;
    let n = BigInt(entier + suite);
    if (decalage >= 0) n *= 10n ** BigInt(decalage);
    else n = (2n * n + 10n ** BigInt(-decalage)) / (2n * 10n ** BigInt(-decalage));
    return { negatif: x < 0 && n > 0n, n, decimales };
  };

  const ecrire = ({ negatif, n, decimales }, sansZeros = false) => {
    const texte = String(n).padStart(decimales + 1, "0");
    const entier = texte.slice(0, texte.length - decimales);
    let suite = texte.slice(texte.length - decimales);
    if (sansZeros) suite = suite.replace(/0+$/, "");
    return `${negatif ? MOINS : ""}${grouper(entier, FINE)}${suite ? "," : ""}${suite}`;
  };

  // « 1 234,5 » ; sans `decimales`, aucun zéro inutile (dix décimales au plus).
  trepied.ecrireNombre = (x, decimales = null) =>
    decimales === null ? ecrire(arrondir(x, 10), true) : ecrire(arrondir(x, decimales));
  trepied.ecrireEuros = (x, decimales = 0) => `${trepied.ecrireNombre(x, decimales)}${INSECABLE}€`;
  // Une part entre 0 et 1 : 0,4256 s'écrit « 42,6 % ».
  trepied.ecrirePourcent = (part, decimales = 1) => `${ecrire(arrondir(part, decimales, 2))}${INSECABLE}%`;

  const MOIS = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
  ];
  // ecrireDate("2026-03-01") donne « 1ᵉʳ mars 2026 » ; null si ce n'est pas une date.
  trepied.ecrireDate = (iso) => {
    const lu = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/.exec(iso ?? "");
    return lu && MOIS[lu[2] - 1]
      ? `${lu[3] === "01" ? "1ᵉʳ" : Number(lu[3])} ${MOIS[lu[2] - 1]} ${Number(lu[1])}`
      : null;
  };
}
