"""From the workspace to what is handed in: tables first, reports and dossiers later."""
