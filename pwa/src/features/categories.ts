/** Names of what the field area lists, in the reader's language. */
import { language } from "../shell/words";
import { field } from "./live";

/** The name of the category `code`; the code itself when the phone does not know it. */
export function categoryName(code: string | null | undefined): string {
  const found = field.value?.value.categories.find((category) => category.code === code);
  if (!found) return code ?? "";
  return language() === "en" ? found.name_en || found.name : found.name;
}
