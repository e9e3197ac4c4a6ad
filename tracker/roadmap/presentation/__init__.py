"""What several pages of the road map share: queries, filters, wording, fragments, the viewer."""
