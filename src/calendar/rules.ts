/** A stretch of opening time cut into slots. Minutes since midnight JST; capacity in places a slot. */
export type Band = {
  fromMinute: number;
  toMinute: number;
  unitMinutes: number;
  capacity: number;
  /** Places kept for the desk … */
  deskPlaces: number;
  /** … until this many open days before; 0: until the day itself. */
  deskUntilOpenDays: number;
};

/** 開庁時間パターン (§8(2)⑤e): 通常, 短縮, 延長, … */
export type Pattern = { id: number; name: string; bands: readonly Band[] };

/** 週の規則: a weekday, or the nth of the month, follows a pattern or is closed (patternId null). Days are 2026-11-23, JST. */
export type WeekRule = {
  id: number;
  /** ISO: 1 Monday … 7 Sunday. */
  weekday: number;
  /** null every week; 1–5 the nth of the month; -1 the last. */
  nth: number | null;
  exceptMonths: readonly number[];
  patternId: number | null;
  validFrom: string | null;
  validTo: string | null;
};

/** Everything that decides the days of one office and service. */
export type CalendarRules = {
  patterns: ReadonlyMap<number, Pattern>;
  weekRules: readonly WeekRule[];
  /** Day → name. */
  holidays: ReadonlyMap<string, string>;
  overrides: ReadonlyMap<string, { patternId: number | null; reason: string }>;
  /** Day → start minute → capacity. */
  slotOverrides: ReadonlyMap<string, ReadonlyMap<number, number>>;
};

export type PlannedSlot = {
  startMinute: number;
  minutes: number;
  capacity: number;
  deskPlaces: number;
  /** The day on which the desk's places are released to all; null where it keeps none. */
  deskUntil: string | null;
};

export type DayPlan = {
  day: string;
  open: boolean;
  /** Whether it would be where nothing were decided for it alone: a day that is shut by the week too is no 臨時閉庁 to citizens. */
  weekOpen: boolean;
  /** Why it is closed or unlike its week: a holiday's name, the reason of an override. */
  note: string;
  slots: readonly PlannedSlot[];
};
