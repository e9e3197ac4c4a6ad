"""Shared by several pages of the road map: queries, filters, wording, fragments, the viewer."""
