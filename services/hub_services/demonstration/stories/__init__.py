"""Three children's stories, written by hand: a near miss, a refused request, a good outcome."""
