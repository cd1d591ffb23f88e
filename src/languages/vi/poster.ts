import type { Page } from '../catalogues.ts';

export const poster: Page<'poster'> = {
  title: 'Thông báo quầy tạm nghỉ',
  day: '{date} ({weekday})',
  days: 'Từ {from}\nđến {to}',
  allDay: 'Cả ngày',
  hours: 'Từ {from} đến {to}',
  hoursWithin: 'từ {from} đến {to}',
  closed: 'Quầy nghỉ.',
  closedService: 'Quầy “{service}” nghỉ.',
  reason: 'Lý do: {reason}',
  booked:
    'Nếu bạn đã đặt hẹn, chúng tôi sẽ báo cho bạn qua email hoặc điện thoại.\nĐể đổi sang ngày giờ khác, hãy dùng trang đặt hẹn hoặc gọi điện.',
  changedTitle: 'Thông báo thay đổi giờ tiếp nhận',
  everyWeek: '{weekday} hằng tuần',
  since: 'Từ {from}\n{days}',
  between: 'Từ {from}\nđến {to}\n{days}',
  notHolidays: 'Trừ ngày lễ và dịp năm mới.',
  open: 'Giờ tiếp nhận: {hours}',
  openService: 'Giờ tiếp nhận của “{service}”:\n{hours}',
  more: 'Còn những ngày khác cũng thay đổi giờ.\nHãy xem trên trang đặt hẹn.',
  by: '{city}, {office}',
  phone: 'Điện thoại {phone} (bằng tiếng Nhật)',
};
