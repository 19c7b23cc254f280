// The inner loops of the native engine.
