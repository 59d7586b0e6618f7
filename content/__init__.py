"""What Samooh knows: curated files and the pure code that reads them."""
