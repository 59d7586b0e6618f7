"""What Samooh remembers: the only room that writes SQL."""
