"""The road ahead: a case rolled forward along its clocks."""
