// Aides communes aux outils. Chaque outil s'ajoute à trepied.outils ; ni import, ni requête.
const trepied = { outils: {} };

// Dans un carnet Jupyter, les flèches et les lettres d'un champ servent de raccourcis tant que
// l'élément lui-même ne porte pas cet attribut (sur un parent, il est sans effet).
const SAISIES = new Set(["input", "select", "textarea", "button", "summary", "a"]);

let compteur = 0;
trepied.identifiant = (debut) => `${debut}-${(compteur += 1)}-${Math.random().toString(36).slice(2, 7)}`;

// element("label", {for: "a"}, "Texte", autre) : les attributs null ou false sont omis, les fonctions « onclick » écoutées.
trepied.element = (balise, attributs = {}, ...enfants) => {
  const [nom, espace] = balise.startsWith("svg:")
    ? [balise.slice(4), "http://www.w3.org/2000/svg"]
    : [balise, "http://www.w3.org/1999/xhtml"];
  const noeud = document.createElementNS(espace, nom);
  if (SAISIES.has(nom)) noeud.setAttribute("data-lm-suppress-shortcuts", "true");
  for (const [cle, valeur] of Object.entries(attributs)) {
    if (valeur === null || valeur === undefined || valeur === false) continue;
    if (typeof valeur === "function") noeud.addEventListener(cle.slice(2), valeur);
    else noeud.setAttribute(cle, valeur === true ? "" : valeur);
  }
  noeud.append(...enfants.flat(Infinity).filter((e) => e !== null && e !== undefined && e !== false));
  return noeud;
};

// Région annoncée par un lecteur d'écran. Elle doit être dans la page avant son premier texte.
trepied.annonce = (attributs = {}) => trepied.element("p", { role: "status", "aria-live": "polite", ...attributs });

// Change une partie de la valeur de l'outil, et la fait garder.
const EN_ATTENTE = "…";
trepied.changer = (model, partie) => {
  const avant = model.get("valeur");
  const apres = { ...avant, ...partie };
  if (JSON.stringify(apres) === JSON.stringify(avant)) return;
  model.set("valeur", apres);
  // Python répond en changeant l'état ; s'il ne répond pas, la ligne d'état le dit.
  if (model.get("suivi")) model.set("etat", EN_ATTENTE);
  model.save_changes();
};

// Dernière ligne de chaque outil : « Gardé sur cet ordinateur… », ou ce qui a empêché de garder.
trepied.ligneEtat = (model) => {
  const ligne = trepied.annonce({ class: "trepied-etat" });
  let minuterie = 0;
  const ecrire = () => {
    const etat = model.get("etat") || "";
    clearTimeout(minuterie);
    if (etat === EN_ATTENTE) {
      minuterie = setTimeout(() => {
        ligne.textContent = "Pas encore gardé\u00a0: la leçon est occupée, ou arrêtée. Si ce message reste, relancez-la.";
      }, 3000);
    } else if (ligne.textContent !== etat) ligne.textContent = etat;
  };
  model.on("change:etat", ecrire);
  ecrire();
  return ligne;
};

// remplir("{repondus} repères sur {poses}", {repondus: 7, poses: 18}) : les phrases restent dans les contenus.
trepied.remplir = (modele, valeurs) => modele.replace(/\{(\w+)\}/g, (_, nom) => valeurs[nom]);
