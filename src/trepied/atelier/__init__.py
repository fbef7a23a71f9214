"""L'atelier de qui entretient le cours : refaire ce qui se déduit, et vérifier que tout est à jour."""
