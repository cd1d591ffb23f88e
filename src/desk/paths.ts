/** Every address of the desk. Nothing personal stands in one: cards, visits and searches go by opaque ids. */
type Query = Record<string, string | number | null | undefined>;

/** The query of an address; what is empty is left out. */
export function withQuery(path: string, query: Query, fragment = ''): string {
  const pairs = Object.entries(query).flatMap(([key, value]) =>
    value === null || value === undefined || value === '' ? [] : [`${key}=${encodeURIComponent(String(value))}`],
  );
  return `${path}${pairs.length === 0 ? '' : `?${pairs.join('&')}`}${fragment === '' ? '' : `#${fragment}`}`;
}

export const paths = {
  home: '/',
  signIn: '/sign-in',
  signOut: '/sign-out',
  kept: (id: string) => `/kept/${id}`,
  password: '/password',
  welcome: (secret: string) => `/welcome/${secret}`,
  today: '/today',
  press: '/today/press',
  undo: '/today/undo',
  scan: '/today/scan',
  search: '/search',
  found: (id: string) => `/search/${id}`,
  person: (cardId: number | ':card') => `/people/${cardId}`,
  remark: (cardId: number | ':card') => `/people/${cardId}/remark`,
  status: (cardId: number | ':card') => `/people/${cardId}/status`,
  lift: (cardId: number | ':card') => `/people/${cardId}/lift`,
  booking: '/booking',
  bookingFind: '/booking/find',
  walkIn: '/walk-in',
  walkInFind: '/walk-in/find',
  reservation: (id: string) => `/reservations/${id}`,
  move: (id: string) => `/reservations/${id}/move`,
  cancel: (id: string) => `/reservations/${id}/cancel`,
  mail: (id: string) => `/reservations/${id}/mail`,
  resend: (id: string) => `/reservations/${id}/resend`,
  calendar: '/calendar',
  calendarDay: '/calendar/day',
  differences: '/calendar/differences',
  patterns: '/calendar/patterns',
  drafts: '/calendar/drafts',
  draft: (id: number | ':id') => `/calendar/drafts/${id}`,
  draftAct: (id: number | ':id', act: 'set' | 'drop' | 'remove' | 'publish' | 'undo') => `/calendar/drafts/${id}/${act}`,
  compareDrafts: (id: number | ':id') => `/calendar/drafts/${id}/compare`,
  preview: (id: number | ':id') => `/calendar/drafts/${id}/preview`,
  draftChange: (
    id: number | ':id',
    what: 'pattern' | 'pattern-retired' | 'week' | 'week-removed' | 'days' | 'days-removed' | 'capacity' | 'holiday' | 'year',
  ) => `/calendar/drafts/${id}/${what}`,
  locks: '/locks',
  liftLock: '/locks/lift',
  mails: '/mails',
  retryMail: (id: number | ':id') => `/mails/${id}/retry`,
  conflicts: '/conflicts',
  decide: (id: number | ':id') => `/conflicts/${id}`,
  alarms: '/alarms',
  audit: '/audit',
  accounts: '/accounts',
  newAccount: '/accounts/new',
  account: (id: number | ':id') => `/accounts/${id}`,
  accountAct: (id: number | ':id', act: string) => `/accounts/${id}/${act}`,
} as const;
