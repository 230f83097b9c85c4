/** Wishes, as the API gives them. */

/** A step that may be gone. */
export interface WishMove {
  to: string;
  label: string;
  reasoned: boolean;
  worded: boolean;
}

/** A step that was gone. */
export interface WishEvent {
  at: string;
  actor_name: string;
  label: string;
  note: string;
}

/** A wish; `opens`: whether the viewer may look who it is. */
export interface Wish {
  id: string;
  number: string;
  area_code: string;
  station: string;
  hardship: string;
  hardship_label: string;
  words: string;
  state: string;
  label: string;
  registered_name: string;
  registered_at: string;
  claimed_by: string | null;
  /** It is claimed for a receipt. */
  by_citizen: boolean;
  /** That citizen may read whose wish it is. */
  introduced: boolean;
  version: number;
  opens: boolean;
  moves: WishMove[];
  events: WishEvent[];
}

/** What its person takes along. */
export interface WishRegistered extends Wish {
  receipt: string;
  query_code: string;
}

/** The citizen who has claimed it. */
export interface WishClaimer {
  name: string;
  phone: string;
}

/** A page of them. */
export interface Wishes {
  items: Wish[];
  next: string | null;
  hardships: { code: string; label: string }[];
}

/** A wish as everybody sees it. */
export interface WishOnTree {
  number: string;
  hardship: string;
  words: string;
  town: string | null;
  state: string;
  label: string;
}

/** Who it is. */
export interface WishIdentity {
  name: string;
  phone: string;
  address: string;
  story: string;
}
