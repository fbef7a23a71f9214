// Ouvert par un double-clic, le livre ne peut pas lire ses autres pages : la recherche y renonce aux extraits.
if (location.protocol === "file:") DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;
