/**
 * The addresses that stand in mails and on paper. The citizens' door answers at these paths, letters write them: one place, since neither
 * may import the other. A secret is a UUID; whoever opens the page sees a button and nothing else (mail scanners open links).
 */
export const LINK_PATHS = {
  registration: '/links',
  manage: '/reservations',
  askManage: '/manage',
  askByNumber: '/manage/number',
  waiting: '/wait',
} as const;

/** In the mail that answers a typed address: goes on with the booking. */
export const registrationLink = (origin: string, secret: string): string => `${origin}${LINK_PATHS.registration}/${secret}`;

/** In every mail about a reservation: to see, change or cancel it. */
export const manageLink = (origin: string, secret: string): string => `${origin}${LINK_PATHS.manage}/${secret}`;

/** In mails about 空き待ち: to take what is offered, or to see and leave the list. */
export const waitingLink = (origin: string, secret: string): string => `${origin}${LINK_PATHS.waiting}/${secret}`;

/** The page that asks who one is before it sends the link above; it opens nothing by itself. */
export const managePage = (origin: string): string => `${origin}${LINK_PATHS.askManage}`;

/** The page that asks for what the printed reservation says, its number, and the mail address; it opens nothing by itself either. */
export const byNumberPage = (origin: string): string => `${origin}${LINK_PATHS.askByNumber}`;
