import { recordLook, recordView } from '../../../audit/view.ts';
import { readNumberRest } from '../../../cards/acts.ts';
import { callsOf } from '../../../counter/calls.ts';
import { isDayEnded } from '../../../counter/day-end.ts';
import { uuid } from '../../../lib/values/ids.ts';
import { mailsOf } from '../../../outbox/desk.ts';
import { agreedFor } from '../../../reservations/agreed.ts';
import { agreedPapersFor } from '../../../reservations/needs.ts';
import { readReservation } from '../../../reservations/read.ts';
import { remarksOfParty, remarksWithoutCard } from '../../../reservations/remarks.ts';
import { seesMembers } from '../../parts/open-code.ts';
import { otherBooking } from '../../parts/other-booking.tsx';
import { withFound } from '../../parts/row.tsx';
import { paths } from '../../paths.ts';
import { field, get, type Route, type SignedAsk, show } from '../../route.ts';
import { callRoutes } from './call.tsx';
import { CANCEL } from './cancel.ts';
import { contactRoutes } from './contact.tsx';
import { KEEP, KEEP_NO_MORE } from './keep.ts';
import { readLists } from './lists.ts';
import { mailRoutes } from './mail.tsx';
import { moveRoutes } from './move.tsx';
import { needsRoutes } from './needs.tsx';
import { peopleRoutes } from './people.tsx';
import { remarkRoutes } from './remarks.tsx';
import { restRoutes } from './rest.tsx';
import { ReservationPage } from './view.tsx';
import { reasonedRoutes } from './with-reason.tsx';

type Record = (ask: SignedAsk, reservationId: string) => Promise<unknown>;

/** Runs a page on the reservation of its address, with its line of the log; one this account may not see is not there. */
const recorded = (record: Record) =>
  withFound(async (ask) => {
    const id = uuid(ask.params['id']);
    const reservation = id.ok ? await readReservation(ask.db, id.value) : undefined;
    if (reservation === undefined || !seesMembers(ask, reservation)) return undefined;
    if (ask.looks) await record(ask, reservation.id);
    return reservation;
  });

/** The page itself is a look each time; those that lead on from it go on with it. */
const withOpened = recorded((ask, reservationId) => recordView(ask.db, ask.actor, { saw: 'reservation', reservationId }));
const withReservation = recorded((ask, reservationId) => recordLook(ask.db, ask.actor, { saw: 'reservation', reservationId }));

export const reservationRoutes: readonly Route[] = [
  get(
    paths.reservation(':id'),
    'people.see',
    withOpened(async (ask, reservation) => {
      const remarks = await remarksOfParty(ask.db, reservation.id);
      const refused = field(ask.query, 'refused');
      const named = new Map(reservation.members.map(({ position, name }) => [position, name]));
      return show(
        <ReservationPage
          ask={ask}
          reservation={reservation}
          remarks={remarks.flatMap(({ position, body }) => (body === '' ? [] : [{ name: named.get(position) ?? '', body }]))}
          versions={await remarksWithoutCard(ask.db, reservation.id)}
          agreed={await agreedFor(ask.db, reservation.id)}
          agreedPapers={await agreedPapersFor(ask.db, reservation.id)}
          mails={await mailsOf(ask.db, [reservation.id])}
          rest={reservation.number === null ? undefined : await readNumberRest(ask.db, reservation.number)}
          called={(await callsOf(ask.db, reservation.id)).length > 0}
          done={field(ask.query, 'done')}
          refused={refused}
          other={await otherBooking(ask, refused, { visit: reservation.id })}
          remarkLost={ask.query['remark'] === 'lost'}
          dayEnded={await isDayEnded(ask.db, reservation.officeId, reservation.day)}
          lists={await readLists(ask, reservation.id)}
        />,
      );
    }),
  ),
  ...moveRoutes(withReservation),
  ...reasonedRoutes(withReservation, KEEP),
  ...reasonedRoutes(withReservation, KEEP_NO_MORE),
  ...reasonedRoutes(withReservation, CANCEL),
  ...mailRoutes(withReservation),
  ...contactRoutes(withReservation),
  ...remarkRoutes(withReservation),
  ...peopleRoutes(withReservation),
  ...needsRoutes(withReservation),
  ...callRoutes(withReservation),
  ...restRoutes(withReservation),
];
