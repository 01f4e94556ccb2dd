"""From a script to pieces and, once their sound is known, to the timeline."""
