/*
 * demo_people - invented families for the demonstration vaults. Names are
 * put together at random from short lists; no line describes a real person.
 */
#include "app/demo_people.h"

#include <stdio.h>
#include <string.h>

#include "base/codec.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define BORN_FROM	1945u
#define BORN_YEARS	70u
#define HEAD_BORN_LAST	2005u
#define GENERATION	16u	/* years */

/* Latin, Cyrillic and, for those who write it, Arabic script. */
struct name {
	const char *latin, *cyrillic, *arabic;
};

static const struct name afghan_male[] = {
	{ "Ahmad", "Ахмад", "احمد" }, { "Hamid", "Хамид", "حمید" },
	{ "Najib", "Наджиб", "نجیب" }, { "Karim", "Карим", "کریم" },
	{ "Farid", "Фарид", "فرید" }, { "Mirwais", "Мирвайс", "میرویس" },
	{ "Omid", "Омид", "امید" }, { "Habibullah", "Хабибулла", "حبیب‌الله" },
	{ "Reza", "Реза", "رضا" }, { "Yusuf", "Юсуф", "یوسف" },
	{ "Abdullah", "Абдулла", "عبدالله" },
	{ "Aziz", "Азиз", "عزیز" },
	{ "Bahram", "Бахрам", "بهرام" },
	{ "Basir", "Басир", "بصیر" },
	{ "Daud", "Дауд", "داود" },
	{ "Ehsan", "Эхсан", "احسان" },
	{ "Faisal", "Файсал", "فیصل" },
	{ "Ghulam", "Гулам", "غلام" },
	{ "Haroon", "Харун", "هارون" },
	{ "Idris", "Идрис", "ادریس" },
	{ "Jawad", "Джавад", "جواد" },
	{ "Khalil", "Халил", "خلیل" },
	{ "Latif", "Латиф", "لطیف" },
	{ "Mansur", "Мансур", "منصور" },
	{ "Nasir", "Насир", "ناصر" },
	{ "Qais", "Кайс", "قیس" },
	{ "Rafi", "Рафи", "رفیع" },
	{ "Sami", "Сами", "سمیع" },
	{ "Tariq", "Тарик", "طارق" },
	{ "Wahid", "Вахид", "وحید" },
};
static const struct name afghan_female[] = {
	{ "Parwin", "Парвин", "پروین" }, { "Zahra", "Захра", "زهرا" },
	{ "Maryam", "Марьям", "مریم" }, { "Shabnam", "Шабнам", "شبنم" },
	{ "Laila", "Лайла", "لیلا" }, { "Nargis", "Наргис", "نرگس" },
	{ "Freshta", "Фрешта", "فرشته" }, { "Malalai", "Малалай", "ملالی" },
	{ "Soraya", "Сорая", "ثریا" }, { "Roya", "Роя", "رویا" },
	{ "Adela", "Адела", "عادله" },
	{ "Asma", "Асма", "اسما" },
	{ "Benafsha", "Бенафша", "بنفشه" },
	{ "Diba", "Диба", "دیبا" },
	{ "Elaha", "Элаха", "الهه" },
	{ "Farida", "Фарида", "فریده" },
	{ "Ghazal", "Газаль", "غزال" },
	{ "Hosna", "Хусна", "حسنا" },
	{ "Jamila", "Джамиля", "جمیله" },
	{ "Khadija", "Хадиджа", "خدیجه" },
	{ "Lina", "Лина", "لینا" },
	{ "Mina", "Мина", "مینا" },
	{ "Nilofar", "Нилуфар", "نیلوفر" },
	{ "Palwasha", "Палваша", "پلوشه" },
	{ "Rukhshana", "Рухшана", "رخشانه" },
	{ "Sahar", "Сахар", "سحر" },
	{ "Tamana", "Тамана", "تمنا" },
	{ "Wajiha", "Ваджиха", "وجیهه" },
	{ "Yalda", "Ялда", "یلدا" },
	{ "Zakia", "Закия", "ذکیه" },
};
static const struct name afghan_family[] = {
	{ "Yusufi", "Юсуфи", "یوسفی" }, { "Rahimi", "Рахими", "رحیمی" },
	{ "Hosseini", "Хоссейни", "حسینی" }, { "Stanikzai", "Станикзай",
	    "ستانکزی" }, { "Noorzai", "Нурзай", "نورزی" },
	{ "Amiri", "Амири", "امیری" }, { "Sadat", "Садат", "سادات" },
	{ "Karimi", "Карими", "کریمی" }, { "Haidari", "Хайдари", "حیدری" },
	{ "Wardak", "Вардак", "وردک" },
	{ "Ahmadzai", "Ахмадзай", "احمدزی" },
	{ "Bakhtari", "Бахтари", "بختری" },
	{ "Barakzai", "Баракзай", "بارکزی" },
	{ "Daqiq", "Дакик", "دقیق" },
	{ "Ebrahimi", "Ибрахими", "ابراهیمی" },
	{ "Fazli", "Фазли", "فضلی" },
	{ "Ghafari", "Гафари", "غفاری" },
	{ "Hakimi", "Хакими", "حکیمی" },
	{ "Jalali", "Джалали", "جلالی" },
	{ "Kohistani", "Кохистани", "کوهستانی" },
	{ "Latifi", "Латифи", "لطیفی" },
	{ "Mangal", "Мангал", "منگل" },
	{ "Nazari", "Назари", "نظری" },
	{ "Omari", "Омари", "عمری" },
	{ "Popal", "Попал", "پوپل" },
	{ "Qaderi", "Кадери", "قادری" },
	{ "Rasuli", "Расули", "رسولی" },
	{ "Safi", "Сафи", "صافی" },
	{ "Tokhi", "Тохи", "توخی" },
	{ "Zadran", "Задран", "ځدراڼ" },
};
static const struct name cis_male[] = {
	{ "Jasur", "Жасур", NULL }, { "Sherzod", "Шерзод", NULL },
	{ "Rustam", "Рустам", NULL }, { "Daler", "Далер", NULL },
	{ "Nurlan", "Нұрлан", NULL }, { "Timur", "Темір", NULL },
	{ "Andrei", "Андрей", NULL }, { "Oleg", "Олег", NULL },
	{ "Farrukh", "Фаррух", NULL }, { "Yerlan", "Ерлан", NULL },
	{ "Akmal", "Акмал", NULL },
	{ "Bakhtiyor", "Бахтиёр", NULL },
	{ "Davron", "Даврон", NULL },
	{ "Eldar", "Эльдар", NULL },
	{ "Firdavs", "Фирдавс", NULL },
	{ "Grigori", "Григорий", NULL },
	{ "Husniddin", "Хусниддин", NULL },
	{ "Islom", "Ислом", NULL },
	{ "Javlon", "Жавлон", NULL },
	{ "Kuanysh", "Қуаныш", NULL },
	{ "Leonid", "Леонид", NULL },
	{ "Manas", "Манас", NULL },
	{ "Nodir", "Нодир", NULL },
	{ "Orif", "Ориф", NULL },
	{ "Pavel", "Павел", NULL },
	{ "Ravshan", "Равшан", NULL },
	{ "Sanjar", "Санжар", NULL },
	{ "Tolegen", "Төлеген", NULL },
	{ "Ulugbek", "Улугбек", NULL },
	{ "Zafar", "Зафар", NULL },
};
static const struct name cis_female[] = {
	{ "Dilnoza", "Дилноза", NULL }, { "Malika", "Малика", NULL },
	{ "Zarina", "Зарина", NULL }, { "Nigina", "Нигина", NULL },
	{ "Aigerim", "Әйгерім", NULL }, { "Saule", "Сәуле", NULL },
	{ "Olga", "Ольга", NULL }, { "Irina", "Ирина", NULL },
	{ "Gulnora", "Гулнора", NULL }, { "Togzhan", "Тоғжан", NULL },
	{ "Alina", "Алина", NULL },
	{ "Barno", "Барно", NULL },
	{ "Charos", "Чарос", NULL },
	{ "Dilbar", "Дилбар", NULL },
	{ "Elvira", "Эльвира", NULL },
	{ "Feruza", "Феруза", NULL },
	{ "Gulzhan", "Гүлжан", NULL },
	{ "Hilola", "Хилола", NULL },
	{ "Inna", "Инна", NULL },
	{ "Jamola", "Жамола", NULL },
	{ "Ksenia", "Ксения", NULL },
	{ "Lola", "Лола", NULL },
	{ "Munira", "Мунира", NULL },
	{ "Natalia", "Наталья", NULL },
	{ "Oysha", "Ойша", NULL },
	{ "Perizat", "Перизат", NULL },
	{ "Raushan", "Раушан", NULL },
	{ "Shoira", "Шоира", NULL },
	{ "Tatiana", "Татьяна", NULL },
	{ "Umida", "Умида", NULL },
};
static const struct name cis_family[] = {
	{ "Karimov", "Каримов", NULL }, { "Yusupov", "Юсупов", NULL },
	{ "Rahmonov", "Рахмонов", NULL }, { "Sharipov", "Шарипов", NULL },
	{ "Otepov", "Өтепов", NULL }, { "Tulegenov", "Төлегенов", NULL },
	{ "Bondarenko", "Бондаренко", NULL }, { "Kim", "Ким", NULL },
	{ "Nazarov", "Назаров", NULL }, { "Mirzayev", "Мирзаев", NULL },
	{ "Abdulov", "Абдулов", NULL },
	{ "Boboev", "Бобоев", NULL },
	{ "Chernov", "Чернов", NULL },
	{ "Dostiev", "Достиев", NULL },
	{ "Ergashev", "Эргашев", NULL },
	{ "Fayzullin", "Файзуллин", NULL },
	{ "Gafurov", "Гафуров", NULL },
	{ "Hakimov", "Хакимов", NULL },
	{ "Ibraev", "Ибраев", NULL },
	{ "Juraev", "Жураев", NULL },
	{ "Kovalenko", "Коваленко", NULL },
	{ "Lee", "Ли", NULL },
	{ "Murzin", "Мурзин", NULL },
	{ "Nurmatov", "Нурматов", NULL },
	{ "Orlov", "Орлов", NULL },
	{ "Petrenko", "Петренко", NULL },
	{ "Qodirov", "Кодиров", NULL },
	{ "Saidov", "Саидов", NULL },
	{ "Toktogulov", "Токтогулов", NULL },
	{ "Umarov", "Умаров", NULL },
};
static const char *const cis_origin[] = {
	"UZB", "TJK", "KGZ", "RUS", "UKR", "AZE", "TKM"
};
static const char *const places[] = {
	"Almaty, Turksib", "Almaty, Auezov", "Almaty, Zhetysu",
	"Talgar", "Kaskelen", "Shymkent, Karatau"
};

uint64_t
demo_next(struct demo_random *r)
{
	uint64_t z = r->state += 0x9e3779b97f4a7c15u;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return z ^ (z >> 31);
}

static size_t
below(struct demo_random *r, size_t n)
{
	return (size_t)(demo_next(r) % n);
}

static const char *
legal_status(uint64_t made)
{
	/* Of 16,000 are 600 recognised, 160 without a nationality or unsure. */
	return made % 80 < 3 ? "refugee" : made % 200 == 77 ? "stateless" :
	    made % 200 == 177 ? "undetermined" : "asylum-seeker";
}

struct making {
	struct save *save;
	uint8_t uid[16];
	enum err e;
	struct why *why;
};

static void
put(struct making *m, const char *field, const char *value)
{
	if (m->e == OK && value != NULL && value[0] != '\0')
		m->e = save_set(m->save, m->uid, str_of(field),
		    str_of(value), m->why);
}

/* Who is registered together; the first is its head. */
struct household {
	const struct name *family;
	char group[33];
	bool afghan;
	unsigned head_born;
	bool head_woman, married;
	unsigned parents, members;
};

/* By their years: who is a generation younger is a child of the head. */
static const char *
relationship(struct household *h, unsigned born, bool woman)
{
	if (h->members++ == 0) {
		h->head_born = born;
		h->head_woman = woman;
		return "head";
	}
	if (born >= h->head_born + GENERATION)
		return "child";
	if (born + GENERATION <= h->head_born)
		return h->parents++ < 2 ? "parent" : "other";
	if (h->married || woman == h->head_woman)
		return "sibling";
	h->married = true;
	return "spouse";
}

static void
put_birth(struct making *m, struct demo_random *r, struct household *h,
    bool woman)
{
	unsigned day = 1 + (unsigned)below(r, 28);
	unsigned month = 1 + (unsigned)below(r, 12);
	unsigned born = BORN_FROM + (unsigned)below(r, BORN_YEARS);
	bool about = below(r, 3) == 0;
	char text[32];

	/* A head is grown up. */
	if (h->members == 0 && born > HEAD_BORN_LAST)
		born -= BORN_YEARS / 2;
	if (about)
		(void)snprintf(text, sizeof(text), "~%u", born);
	else
		(void)snprintf(text, sizeof(text), "%u-%02u-%02u", born,
		    month, day);
	put(m, "birth_date", text);
	put(m, "relationship", relationship(h, born, woman));
}

static void
put_person(struct making *m, struct demo_random *r, struct household *h,
    bool woman, uint64_t made, int year)
{
	const struct name *family = h->family;
	bool afghan = h->afghan;
	const struct name *given = afghan ?
	    woman ? &afghan_female[below(r, COUNT(afghan_female))] :
	    &afghan_male[below(r, COUNT(afghan_male))] :
	    woman ? &cis_female[below(r, COUNT(cis_female))] :
	    &cis_male[below(r, COUNT(cis_male))];
	const char *status = legal_status(made);
	char text[128];

	if (m->e == OK)
		m->e = save_create(m->save, str_of("person"), m->uid, m->why);
	put(m, "given_name", given->latin);
	put(m, "family_name", family->latin);
	(void)snprintf(text, sizeof(text), "%s %s", family->cyrillic,
	    given->cyrillic);
	put(m, "names", text);
	if (given->arabic != NULL && family->arabic != NULL) {
		(void)snprintf(text, sizeof(text), "%s %s", given->arabic,
		    family->arabic);
		put(m, "names", text);
	}
	put(m, "sex", woman ? "F" : "M");
	put_birth(m, r, h, woman);
	put(m, "nationality", strcmp(status, "stateless") == 0 ? "XXA" :
	    strcmp(status, "undetermined") == 0 ? "XXX" : afghan ? "AFG" :
	    cis_origin[below(r, COUNT(cis_origin))]);
	put(m, "group", h->group);
	put(m, "legal_status", status);
	(void)snprintf(text, sizeof(text), "+7 7%02u 000 %02u %02u",
	    (unsigned)below(r, 100), (unsigned)below(r, 100),
	    (unsigned)below(r, 100));
	put(m, "phone", text);
	(void)snprintf(text, sizeof(text), "%u-%02u",
	    (unsigned)year - 1 - (unsigned)below(r, 6),
	    1u + (unsigned)below(r, 12));
	put(m, "arrived_on", text);
}

enum err
demo_population(struct save *save, struct demo_random *r, uint64_t from,
    uint64_t to, int year, struct why *why)
{
	struct making m = { save, { 0 }, OK, why };
	uint64_t made = from;

	while (made < to && m.e == OK) {
		struct household h = { .afghan = below(r, 2) == 0 };
		uint64_t size, i;

		h.family = h.afghan ?
		    &afghan_family[below(r, COUNT(afghan_family))] :
		    &cis_family[below(r, COUNT(cis_family))];
		size = 1 + below(r, 7);
		m.e = save_create(save, str_of("group"), m.uid, why);
		put(&m, "address", places[below(r, COUNT(places))]);
		hex_put(h.group, m.uid, sizeof(m.uid));
		for (i = 0; i < size && made < to; i++, made++)
			put_person(&m, r, &h, i == 1 || below(r, 2) == 0,
			    made, year);
	}
	return m.e;
}
