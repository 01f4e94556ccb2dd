"""Words written one way and said in several (lead, live, record, use): which way is meant, told from the sentence."""
