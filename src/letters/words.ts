/** A visit as a letter tells of it; texts as they are shown to the reader. */
export type Visit = {
  number: string;
  service: string;
  /** A card waits for who comes; else letters speak of none. */
  needsCard: boolean;
  office: string;
  address: string;
  /** 2026-11-23 */
  day: string;
  /** Minutes since midnight. */
  startMinute: number;
  people: number;
  bring: readonly string[];
  phone: string;
  changeUntil: Until;
};

/** Until when a visit may be changed or cancelled on the web, as it is said: 11月27日（金） and 午後5時; null: only by telephone. */
export type Until = { day: string; time: string } | null;

export type Words = {
  /** After the subject of every letter: who it is from. */
  city: string;
  link(facts: { url: string; until: { day: string; minute: number }; phone: string }): Text;
  'manage-link'(facts: { url: string; phone: string; changeUntil: Until }): Text;
  booked(visit: Visit, url: string): Text;
  changed(visit: Visit, url: string): Text;
  cancelled(visit: Visit, url: string): Text;
  /** `daysAhead` 0: the visit is today. */
  reminder(visit: Visit, url: string, daysAhead: number): Text;
  'no-show'(visit: Visit, url: string): Text;
  /** `priority`: until when places are set aside for those whose visit was taken away; null: none are. */
  'closed-day'(visit: Visit, url: string, priority: { day: string; minute: number } | null): Text;
  /** Come as planned: the window opens again, or this visit is kept. */
  reopened(visit: Visit, url: string): Text;
};

export type Text = { subject: string; text: string };
