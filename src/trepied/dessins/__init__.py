"""Les dessins des leçons, un module par étape : sans pandas ni matplotlib, ils se tracent aussi dans un navigateur."""
