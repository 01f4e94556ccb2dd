"""What the engines share: pyttsx3, a driver in memory, trimming, taking ONNX models apart."""
