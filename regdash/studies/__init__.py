"""Studies: families of runs over hyperparameters. Says what to train; trains nothing."""
