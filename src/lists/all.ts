import { cancelledList } from './definitions/cancelled.ts';
import { cardTaskList } from './definitions/card-tasks.ts';
import { cardList } from './definitions/cards.ts';
import { deadlineList } from './definitions/deadlines.ts';
import { departedList } from './definitions/departed.ts';
import { destroyedList } from './definitions/destroyed.ts';
import { findingsList } from './definitions/findings.ts';
import { handedOverList } from './definitions/handed-over.ts';
import { logList } from './definitions/log.ts';
import { mailList } from './definitions/mails.ts';
import { needsMovingList } from './definitions/needs-moving.ts';
import { noShowList } from './definitions/no-shows.ts';
import { notBookedList } from './definitions/not-booked.ts';
import { notReadyList } from './definitions/not-ready.ts';
import { numbersList } from './definitions/numbers.ts';
import { phoneList } from './definitions/phone.ts';
import { pullList } from './definitions/pull.ts';
import { returnedList } from './definitions/returned.ts';
import { runningList } from './definitions/running.ts';
import { sessionsList } from './definitions/sessions.ts';
import { toPostList } from './definitions/to-post.ts';
import { transferList } from './definitions/transfer.ts';
import { translationList } from './definitions/translations.ts';
import { underWayList } from './definitions/under-way.ts';
import { visitsList } from './definitions/visits.ts';
import type { ListFace } from './list-types.ts';

/** Every list of the desk, in the order of its page. A list more is a line here and its definition. */
export const LISTS: readonly ListFace[] = [
  visitsList,
  pullList,
  transferList,
  cardTaskList,
  underWayList,
  notReadyList,
  noShowList,
  cancelledList,
  needsMovingList,
  phoneList,
  handedOverList,
  cardList,
  deadlineList,
  notBookedList,
  toPostList,
  returnedList,
  destroyedList,
  departedList,
  sessionsList,
  numbersList,
  runningList,
  findingsList,
  translationList,
  mailList,
  logList,
];

export const listOf = (code: string | undefined): ListFace | undefined => LISTS.find((list) => list.code === code);
