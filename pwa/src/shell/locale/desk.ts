/** The English words of this face, fetched only when somebody reads English. */
export { default } from "virtual:words/desk";
