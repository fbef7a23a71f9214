"""Les indicateurs F1 à F20 : des nombres entrent, un nombre sort ; aucun seuil, aucune note globale.

F1 fermeture · F2 concentration · F3 nombre_effectif · F4 concentration_normalisee · F5 diversification
F6 equitabilite, nombre_effectif_shannon · F7 dependance · F8 mois_de_tresorerie · F9 reserve_libre, mois_de_reserve
F10 fonds_de_roulement, besoin_en_fonds_de_roulement, tresorerie_nette · F11 resultat_apres_choc · F12 mois_tenus
F13 seuil_de_rupture · F14 reperes_de_vulnerabilite · F15 etp_benevole · F16 valeur_du_benevolat
F17 part_de_la_personne_cle · F18 budget_elargi · F19 barycentre · F20 points_a_deplacer

Les montants d'un même appel sont dans la même unité (euros, par an sauf mention) ; les parts vont de 0 à 1.
Une quantité négative, absente (nan) ou une liste vide lève une ValueError dont le texte est une phrase française.
« Diversifier n'est pas un but : c'est une question posée à votre projet. »
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from trepied.leviers import barycentre, fermeture, nombre_fini, points_a_deplacer, poids, quantite
from trepied.typographie import typographier

__all__ = [
    "HEURES_PAR_AN", "BudgetElargi", "ReperesDeVulnerabilite", "barycentre", "besoin_en_fonds_de_roulement",
    "budget_elargi", "charges_decaissables", "concentration", "concentration_normalisee", "dependance",
    "diversification", "equitabilite", "etp_benevole", "fermeture", "fonds_de_roulement", "mois_de_reserve",
    "mois_de_tresorerie", "mois_tenus", "nombre_effectif", "nombre_effectif_shannon", "part_de_la_personne_cle",
    "points_a_deplacer", "reperes_de_vulnerabilite", "reserve_libre", "resultat_apres_choc", "seuil_de_rupture",
    "tresorerie_nette", "valeur_du_benevolat",
]

# Durée annuelle d'un temps plein, convention du cours, à vérifier : data/parametres_legaux.yml.
HEURES_PAR_AN = 1607


# --- De qui vient l'argent : concentration et dépendance (F2 à F7) ---


def concentration(montants: Iterable[float]) -> float:
    """F2. Indice de Herfindahl-Hirschman : H = Σ pᵢ², entre 1/n et 1 (sans unité).

    Dire quel découpage on a choisi : commune et département comptés ensemble ou à part donnent deux réponses
    pour le même argent. L'indice décrit, il ne juge pas.
    Source : mesures de concentration des ressources associatives (recherche sur les organisations sans but lucratif).
    """
    return math.fsum(part * part for part in fermeture(montants))


def nombre_effectif(montants: Iterable[float]) -> float:
    """F3. N = 1 / H : « comme si N financeurs apportaient la même somme ». De 1 à n.

    Même précaution que la concentration : le découpage change la réponse. Source : nombre de Hill d'ordre 2.
    """
    return 1 / concentration(montants)


def concentration_normalisee(montants: Iterable[float]) -> float:
    """F4. H* = (H − 1/n) / (1 − 1/n), de 0 (parts égales) à 1 (un seul paie).

    Dépend de n, le nombre de sources déclarées, même à zéro : ne pas comparer deux n différents.
    Il faut au moins deux sources.
    """
    montants = _plusieurs(montants)
    plancher = 1 / len(montants)
    # L'arrondi peut passer un cheveu sous zéro quand les parts sont égales.
    return max(0.0, (concentration(montants) - plancher) / (1 - plancher))


def diversification(montants: Iterable[float]) -> float:
    """F5. D = (1 − H) / (1 − 1/n) = 1 − H*, de 0 à 1.

    Descriptif : deux méta-analyses lui trouvent un effet faible, ou nul, sur la santé financière. Même limite que H*.
    """
    return 1 - concentration_normalisee(montants)


def equitabilite(montants: Iterable[float]) -> float:
    """F6. J = −Σ pᵢ ln pᵢ / ln n, de 0 à 1, avec 0·ln 0 = 0 (indice de Piélou). Il faut au moins deux sources.

    n est le nombre de sources déclarées, même à zéro : ne pas comparer deux n différents.
    """
    montants = _plusieurs(montants)
    return min(1.0, _entropie(montants) / math.log(len(montants)))


def nombre_effectif_shannon(montants: Iterable[float]) -> float:
    """F6. exp(−Σ pᵢ ln pᵢ) : nombre de financeurs équivalents, où les petits comptent davantage qu'en F3.

    De 1 à n. Source : nombre de Hill d'ordre 1.
    """
    return math.exp(_entropie(montants))


def dependance(montants: Iterable[float], premiers: int = 1) -> float:
    """F7. Part des `premiers` plus gros apports : C₁ = max pᵢ, C₃ pour les trois premiers. De 0 à 1.

    Plutôt qu'un seuil, demander : « et si cette source baisse de 25 % ? ».
    Des ventes peuvent cacher beaucoup de clients.
    """
    if premiers < 1:
        raise ValueError(typographier(f"Il faut au moins une source à compter ; reçu : {premiers}."))
    return min(1.0, math.fsum(sorted(fermeture(montants), reverse=True)[:premiers]))


# --- Combien de temps on tient : trésorerie, réserve, fonds de roulement (F8 à F10) ---


def charges_decaissables(
    charges: float, amortissements_et_provisions: float = 0, contributions_volontaires: float = 0
) -> float:
    """Les charges qui sortent du compte en banque, en euros par an.

    Charges − amortissements et provisions − contributions volontaires ; il doit en rester.
    """
    reste = (
        quantite(charges, "Charges")
        - quantite(amortissements_et_provisions, "Amortissements et provisions")
        - quantite(contributions_volontaires, "Contributions volontaires")
    )
    if reste <= 0:
        raise ValueError(typographier(
            "Il ne reste aucune charge à payer une fois retirés les amortissements, les provisions "
            "et les contributions volontaires : vérifiez ces montants."
        ))
    return reste


def mois_de_tresorerie(disponibilites: float, charges_decaissables: float) -> float:
    """F8. M = disponibilités / (charges décaissables / 12), en mois.

    Disponibilités en euros, à une date : donner aussi le mois le plus bas. Charges en euros par an, sans
    amortissements, provisions ni contributions volontaires. Les fonds dédiés ne sont pas de l'argent libre.
    Source : guides d'analyse financière associative.
    """
    return quantite(disponibilites, "Disponibilités") / _par_mois(charges_decaissables)


def reserve_libre(fonds_propres: float, immobilisations_nettes: float, dettes_long_terme_liees: float = 0) -> float:
    """F9. Réserve libre (euros) = fonds propres − immobilisations nettes + dettes à long terme qui les financent.

    Peut être négative : les fonds propres sont alors dans les murs. Adaptation française d'un indicateur américain
    (actif net liquide et non affecté).
    """
    return (
        nombre_fini(fonds_propres, "Fonds propres")
        - quantite(immobilisations_nettes, "Immobilisations nettes")
        + quantite(dettes_long_terme_liees, "Dettes à long terme liées")
    )


def mois_de_reserve(reserve: float, charges_decaissables: float) -> float:
    """F9. R = réserve libre / (charges décaissables / 12), en mois ; négatif si la réserve l'est.

    Aucune norme : votre objectif dépend de vos délais de paiement et de vos engagements.
    """
    return nombre_fini(reserve, "Réserve libre") / _par_mois(charges_decaissables)


def fonds_de_roulement(ressources_stables: float, emplois_stables: float) -> float:
    """F10. FR = ressources stables − emplois stables, en euros.

    Ressources stables : fonds propres, emprunts longs. Emplois stables : immobilisations nettes.
    """
    return nombre_fini(ressources_stables, "Ressources stables") - quantite(emplois_stables, "Emplois stables")


def besoin_en_fonds_de_roulement(creances: float, dettes_d_exploitation: float, stocks: float = 0) -> float:
    """F10. BFR = créances et stocks (on nous doit) − dettes d'exploitation (on doit), en euros.

    C'est lui qui explique qu'une association en bonne santé manque d'argent quand une subvention arrive tard.
    """
    return (
        quantite(creances, "Créances")
        + quantite(stocks, "Stocks")
        - quantite(dettes_d_exploitation, "Dettes d'exploitation")
    )


def tresorerie_nette(fonds_de_roulement: float, besoin_en_fonds_de_roulement: float) -> float:
    """F10. T = FR − BFR, en euros ; négative, il faut un découvert.

    Source : analyse financière des associations (Associathèque).
    """
    return nombre_fini(fonds_de_roulement, "Fonds de roulement") - nombre_fini(
        besoin_en_fonds_de_roulement, "Besoin en fonds de roulement"
    )


# --- Et si une source baissait ? (F11 à F14) ---


def resultat_apres_choc(resultat: float, montant: float, part_perdue: float, part_evitable: float = 0) -> float:
    """F11. résultat' = résultat − s·x + a·s·x, en euros par an.

    x = montant de la source, s = part perdue (0 à 1), a = part des charges liées que l'on évite à temps (0 à 1).
    Montrer plusieurs s et plusieurs a : ce n'est jamais une prévision.
    """
    perte = _part(part_perdue, "Part perdue") * quantite(montant, "Montant de la source")
    return nombre_fini(resultat, "Résultat") - perte * (1 - _part(part_evitable, "Part évitable"))


def mois_tenus(reserve: float, resultat_annuel: float) -> float:
    """F12. Si le résultat est un déficit : réserve libre / (−résultat / 12), en mois ; sinon l'infini (« tient »).

    Suppose la réserve disponible en argent et le choc durable. Une réserve nulle ou négative donne 0 mois.
    """
    reserve, resultat_annuel = nombre_fini(reserve, "Réserve libre"), nombre_fini(resultat_annuel, "Résultat annuel")
    if resultat_annuel >= 0:
        return math.inf
    return max(0.0, reserve) / (-resultat_annuel / 12)


def seuil_de_rupture(resultat: float, montant: float, part_evitable: float = 0) -> float:
    """F13. s* = résultat / (x·(1 − a)) : la baisse de la source qui met le résultat à zéro.

    0,083 se lit « nous absorbons une baisse de 8 % ». Au-delà de 1, la perte entière est absorbée ; l'infini si toute
    la perte est évitable ; 0 si le résultat est déjà nul ou en déficit. x = montant de la source, plus grand que zéro.
    """
    resultat, x = nombre_fini(resultat, "Résultat"), quantite(montant, "Montant de la source")
    if not x:
        raise ValueError("Cette source n'apporte rien : sa baisse ne change pas le résultat.")
    exposition = x * (1 - _part(part_evitable, "Part évitable"))
    if resultat <= 0:
        return 0.0
    return resultat / exposition if exposition else math.inf


@dataclass(frozen=True)
class ReperesDeVulnerabilite:
    """Les quatre repères de F14, en parts ; `couts_administratifs` vaut None s'il n'est pas connu."""

    fonds_propres: float
    concentration: float
    couts_administratifs: float | None
    marge: float


def reperes_de_vulnerabilite(
    fonds_propres: float, produits: Sequence[float], charges: float, couts_administratifs: float | None = None
) -> ReperesDeVulnerabilite:
    """F14. Les quatre repères de Tuckman et Chang : fonds propres / produits, concentration des produits,
    coûts administratifs / charges, (produits − charges) / produits.

    `produits` : montant de chaque source, en euros par an. À lire ensemble, et dans un même secteur seulement : leur
    sens change d'un métier à l'autre. Source : Tuckman et Chang, testés depuis sur des associations culturelles.
    """
    concentration_des_produits = concentration(produits)
    total = math.fsum(produits)
    charges = quantite(charges, "Charges")
    frais = None
    if couts_administratifs is not None:
        if not charges:
            raise ValueError("Les charges sont nulles : la part des coûts administratifs n'a pas de sens.")
        frais = quantite(couts_administratifs, "Coûts administratifs") / charges
    return ReperesDeVulnerabilite(
        fonds_propres=nombre_fini(fonds_propres, "Fonds propres") / total,
        concentration=concentration_des_produits,
        couts_administratifs=frais,
        marge=(total - charges) / total,
    )


# --- Le temps donné (F15 à F17) ---


def etp_benevole(heures: float, heures_par_an: float = HEURES_PAR_AN) -> float:
    """F15. Équivalent temps plein = heures de l'année / heures d'un temps plein.

    1 607 h par an est une convention, à vérifier et à remplacer si votre organisation en retient une autre : 35 h × 52
    oublierait les congés et les jours fériés. Un ETP mesure un volume, pas un nombre de personnes ni un emploi.
    """
    duree = quantite(heures_par_an, "Heures d'un temps plein")
    if not duree:
        raise ValueError("La durée annuelle d'un temps plein ne peut pas être nulle.")
    return quantite(heures, "Heures") / duree


def valeur_du_benevolat(heures: float, taux_horaire: float) -> float:
    """F16. Heures × taux, en euros.

    Le taux se choisit (SMIC chargé, coût de remplacement…), se documente et ne change pas d'une année à l'autre. En
    comptabilité, il s'inscrit en classe 8, des deux côtés : il ne change pas le résultat. Obligatoire ou non
    selon votre régime comptable. Source : règlement ANC n° 2018-06.
    """
    return quantite(heures, "Heures") * quantite(taux_horaire, "Taux horaire")


def part_de_la_personne_cle(heures_par_personne: Iterable[float]) -> float:
    """F17. Heures de la personne la plus présente / total des heures, de 0 à 1 : la dépendance côté humain.

    La plus grande part, pas la moyenne. Ne garder aucun nom : des heures suffisent.
    """
    return dependance(heures_par_personne)


# --- Les trois leviers ensemble (F18) ---


@dataclass(frozen=True)
class BudgetElargi:
    """Moyens mobilisés par levier, en euros par an, et leur total. Le total se montre toujours avec les poids."""

    richesses_humaines: float
    ressources_financieres: float
    alliances_strategiques: float

    @property
    def total(self) -> float:
        return math.fsum(self.montants)

    @property
    def montants(self) -> tuple[float, float, float]:
        """Dans l'ordre de leviers.LEVIERS."""
        return (self.richesses_humaines, self.ressources_financieres, self.alliances_strategiques)

    @property
    def poids(self) -> tuple[float, float, float]:
        """Part de chaque levier, dans l'ordre de leviers.LEVIERS, de somme 1."""
        return poids(self.montants)


def budget_elargi(
    *,
    produits: float = 0,
    benevolat: float = 0,
    volontariat: float = 0,
    mecenat_de_competences: float = 0,
    apports_de_partenaires: float = 0,
    couts_evites: float = 0,
) -> BudgetElargi:
    """F18. Le budget élargi : argent, temps donné et apports de partenaires, en euros par an.

    `produits` : produits monétaires (levier financier). `benevolat`, `volontariat`, `mecenat_de_competences` : temps
    donné, valorisé (levier humain). `apports_de_partenaires`, `couts_evites` : ce qu'une alliance apporte ou épargne,
    hors temps des personnes (levier des alliances). Chaque ressource entre par une seule porte, donc dans un seul
    levier. Les salaires n'ont pas de porte : ils sont un emploi de l'argent, déjà compté dans les produits.
    Lève ValueError si tout est à zéro.
    """
    budget = BudgetElargi(
        richesses_humaines=quantite(benevolat, "Bénévolat")
        + quantite(volontariat, "Volontariat")
        + quantite(mecenat_de_competences, "Mécénat de compétences"),
        ressources_financieres=quantite(produits, "Produits"),
        alliances_strategiques=quantite(apports_de_partenaires, "Apports de partenaires")
        + quantite(couts_evites, "Coûts évités"),
    )
    fermeture(budget.montants)  # refuse tout de suite un budget vide
    return budget


# --- Gardes communes ---


def _plusieurs(montants: Iterable[float]) -> list[float]:
    montants = list(montants)
    if len(montants) < 2:
        raise ValueError("Il faut au moins deux sources pour mesurer une répartition.")
    return montants


def _entropie(montants: Iterable[float]) -> float:
    return math.fsum(-part * math.log(part) for part in fermeture(montants) if part)


def _part(valeur: float, nom: str) -> float:
    x = quantite(valeur, nom)
    if x > 1:
        raise ValueError(typographier(f"{nom} : une part va de 0 à 1 (0 % à 100 %) ; reçu : {valeur}."))
    return x


def _par_mois(charges_annuelles: float) -> float:
    charges = quantite(charges_annuelles, "Charges décaissables")
    if not charges:
        raise ValueError("Les charges décaissables sont nulles : on ne peut pas compter de mois.")
    return charges / 12
