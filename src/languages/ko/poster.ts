import type { Page } from '../catalogues.ts';

export const poster: Page<'poster'> = {
  title: '창구 임시 휴무 알림',
  day: '{date} ({weekday})',
  days: '{from}부터\n{to}까지',
  allDay: '하루 종일',
  hours: '{from}부터 {to}까지',
  closed: '창구를 쉽니다.',
  closedService: '‘{service}’ 창구를 쉽니다.',
  reason: '이유: {reason}',
  booked: '예약하신 분께는 메일 또는 전화로 알려 드립니다.\n다른 날짜와 시간으로 바꾸시려면 예약 사이트나 전화를 이용해 주세요.',
  by: '{city} {office}',
  phone: '전화 {phone} (일본어로 받습니다)',
};
