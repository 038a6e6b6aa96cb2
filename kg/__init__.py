"""newskg: from a Chinese newspaper page to a knowledge graph that can be trusted."""
