-- 0991-label-secret is of some hours of development, before its table had the name of 0991-label-seed: nothing reads it, and labels printed then are printed anew.
DROP TABLE cards.label_secret;
