/** The city's clock. Handed to every rule and act that asks the time; nothing else calls Temporal.Now. */
export type Clock = { now(): Temporal.Instant };

export const CITY_ZONE = 'Asia/Tokyo';

export const systemClock: Clock = { now: () => Temporal.Now.instant() };

/** A clock that stands still: for tests and previews. */
export const fixedClock = (instant: string): Clock => ({ now: () => Temporal.Instant.from(instant) });

/** Today's date in the city. */
export const today = (clock: Clock): Temporal.PlainDate => clock.now().toZonedDateTimeISO(CITY_ZONE).toPlainDate();
