"""A patient whose clocks the tests of what comes next set."""

from __future__ import annotations

BASE = """
case: twin
date: 2026-05-30
findings:
  osteoporosis: true
  vertebral_fracture: true
  high_energy_trauma: false
  neurological_deficit: false
  suspected_malignancy: false
  cancer_history: false
  vertebral_edema: true
  pain_severity: severe
  adequate_analgesia: true
"""
