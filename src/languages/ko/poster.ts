import type { Page } from '../catalogues.ts';

export const poster: Page<'poster'> = {
  title: '창구 임시 휴무 알림',
  day: '{date} ({weekday})',
  days: '{from}부터\n{to}까지',
  allDay: '하루 종일',
  hours: '{from}부터 {to}까지',
  hoursWithin: '{from}부터 {to}까지',
  closed: '창구를 쉽니다.',
  closedService: '‘{service}’ 창구를 쉽니다.',
  reason: '이유: {reason}',
  booked: '예약하신 분께는 메일 또는 전화로 알려 드립니다.\n다른 날짜와 시간으로 바꾸시려면 예약 사이트나 전화를 이용해 주세요.',
  changedTitle: '접수 시간 변경 알림',
  everyWeek: '매주 {weekday}',
  since: '{from}부터\n{days}',
  between: '{from}부터\n{to}까지\n{days}',
  notHolidays: '공휴일과 연말연시는 제외합니다.',
  open: '접수 시간: {hours}',
  openService: '‘{service}’ 접수 시간:\n{hours}',
  more: '이 밖에도 시간이 바뀌는 날이 있습니다.\n예약 사이트에서 확인해 주세요.',
  by: '{city} {office}',
  phone: '전화 {phone} (일본어로 받습니다)',
};
