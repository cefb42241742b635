"""From a written batch to its receipts, with everything recorded: the one way out that both doors use."""
