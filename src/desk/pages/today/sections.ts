import { type BoardVisit, type Section, sectionOf, waitsSince } from '../../../counter/board.ts';
import type { Pressed } from './props.ts';

type Sections = Record<'here' | 'list' | 'moving' | 'folded', BoardVisit[]>;

/**
 * The parts of a day's board. Who is at the counter stands first, the longest waiting on top; the rest by time. `folds`: visits seen to are
 * folded into one line. The visit just pressed stays where it was pressed: its row must not leave the hand.
 */
export function sections(
  visits: readonly BoardVisit[],
  { folds, pressed }: { folds: boolean; pressed: Pressed | undefined },
): Sections {
  const placeOf = (visit: BoardVisit): Section => {
    const natural = sectionOf(visit);
    if (natural === 'moving' || pressed?.reservationId !== visit.id) return natural;
    return pressed.stays ?? (natural === 'over' ? 'list' : natural);
  };
  const placed = visits.map((visit) => ({ visit, place: placeOf(visit) }));
  const those = (...places: Section[]) => placed.filter(({ place }) => places.includes(place)).map(({ visit }) => visit);
  return {
    here: those('here').toSorted((one, other) => waitsSince(one) - waitsSince(other)),
    list: folds ? those('list') : those('list', 'over'),
    moving: those('moving'),
    folded: folds ? those('over') : [],
  };
}
