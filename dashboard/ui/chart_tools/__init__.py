"""The buttons under a chart: PNG, SVG, CSV, link."""

from dashboard.ui.chart_tools.component import carry_chart_tools, show_chart_tools

__all__ = ["carry_chart_tools", "show_chart_tools"]
