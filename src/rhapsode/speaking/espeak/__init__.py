"""The engine `espeak`: espeak-ng through a pyttsx3 driver of our own."""
