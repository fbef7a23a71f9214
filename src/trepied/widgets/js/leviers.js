// Les poids des trois leviers : les mêmes calculs que src/trepied/leviers.py, dans l'ordre humaines, financières, alliances.
{
  // Somme sans perte d'arrondi, comme math.fsum : les mêmes décimales qu'en Python.
  const sommer = (trepied.sommer = (valeurs) => {
    let somme = 0,
      reste = 0;
    for (const v of valeurs) {
      const suivante = somme + v;
      reste += Math.abs(somme) >= Math.abs(v) ? somme - suivante + v : v - suivante + somme;
      somme = suivante;
    }
    return somme + reste;
  });
  // Les parts d'un tout, de somme 1 ; null si une valeur est négative ou absente, ou si tout est à zéro.
  trepied.fermeture = (quantites) => {
    const plusGrande = Math.max(...quantites);
    if (!quantites.every((x) => x >= 0 && x < Infinity) || !(plusGrande > 0)) return null;
    const relatives = quantites.map((x) => x / plusGrande),
      total = sommer(relatives);
    return relatives.map((x) => x / total);
  };
  const SOMMETS = [
    [1, 0],
    [0, 0],
    [0.5, Math.sqrt(3) / 2],
  ];
  trepied.barycentre = (poids) => [0, 1].map((axe) => sommer(poids.map((p, i) => p * SOMMETS[i][axe])));
  // La moitié des écarts : chaque point enlevé à un levier est un point ajouté à un autre.
  trepied.pointsADeplacer = (poids, cible) => Math.min(1, sommer(poids.map((p, i) => Math.abs(p - cible[i]))) / 2);
  trepied.phraseDesPoids = (poids) => {
    const [temps, argent, partenaires] = poids.map((p) => trepied.ecrireNombre(p * 100, 0));
    const verbe = argent === "0" || argent === "1" ? "vient" : "viennent";
    const debut = `Sur 100\u00a0€ de moyens mobilisés, environ ${argent} ${verbe} de l'argent`;
    return `${debut}, ${temps} du temps donné, ${partenaires} des partenaires.`;
  };
}
