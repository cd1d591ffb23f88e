import type { Page } from '../catalogues.ts';

export const poster: Page<'poster'> = {
  title: 'Thông báo quầy tạm nghỉ',
  day: '{date} ({weekday})',
  days: 'Từ {from}\nđến {to}',
  allDay: 'Cả ngày',
  hours: 'Từ {from} đến {to}',
  closed: 'Quầy nghỉ.',
  closedService: 'Quầy “{service}” nghỉ.',
  reason: 'Lý do: {reason}',
  booked:
    'Nếu bạn đã đặt hẹn, chúng tôi sẽ báo cho bạn qua email hoặc điện thoại.\nĐể đổi sang ngày giờ khác, hãy dùng trang đặt hẹn hoặc gọi điện.',
  by: '{city}, {office}',
  phone: 'Điện thoại {phone} (bằng tiếng Nhật)',
};
