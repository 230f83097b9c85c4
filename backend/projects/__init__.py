"""民生实事项目: asked for, argued, chosen by ballot, built, inspected, told to everybody who asked (F01–F07)."""
