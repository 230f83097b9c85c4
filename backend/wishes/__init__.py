"""心愿树: wishes of people in hardship, shown without who they are, claimed, brought, followed up."""
