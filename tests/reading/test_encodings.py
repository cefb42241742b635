"""Sentences of many languages in the encodings they are written in arrive as they were, and the encoding is said."""

import codecs

import pytest

from courier.reading import ReadingError, read_bytes
from courier.reading.read_options import ReadOptions

SENTENCES = {
    "de": "Größe;Straße;Bemerkung\nMüller;Hauptstraße 5;schöne Grüße aus München\nSchröder;Übergasse;Änderung später\n",
    "fr": "Prénom;Adresse;Remarque\nHélène;12 rue de l'Église;Déjà livré à l'été, très bien\nFrançois;Besançon;Ça va\n",
    "es": "Número;Dirección;País\n1;Calle Ñuñoa nº 5;España\n2;Córdoba;¿Cuándo llegará? ¡Mañana!\n",
    "pt": "Endereço;Descrição;Ação\nSão Paulo;Camisa de algodão;Devolução não é possível\nJoão;Avó;Coração\n",
    "sv": "Ort;Anmärkning\nMalmö;Vänligen lämna hos grannen på övervåningen\nGöteborg;För små skor, Åsa Öberg\n",
    "pl": "Ulica;Uwagi\nŁódź;Proszę dostarczyć przed południem, dziękuję\nGdańsk;Żółta koszulka męska\n",
    "cs": "Město;Poznámka\nPříliš žluťoučký kůň;úpěl ďábelské ódy\nŘeřicha;Děkuji za rychlé doručení\n",
    "hu": "Város;Megjegyzés\nGyőr;Árvíztűrő tükörfúrógép, köszönöm szépen\nŐszi;Kérjük délelőtt kézbesíteni\n",
    "tr": "Şehir;Açıklama\nEskişehir;Ürün çok güzel, teşekkürler\nIğdır;Gömlek ölçüsü büyük geldi\n",
    "ru": "Город;Комментарий\nМосква;Пожалуйста, доставьте до полудня\nСанкт-Петербург;Размер не подошёл\n",
    "el": "Πόλη;Σχόλιο\nΑθήνα;Παρακαλώ παραδώστε το πρωί\nΘεσσαλονίκη;Το μέγεθος δεν ταιριάζει\n",
    "he": "עיר;הערה\nתל אביב;נא למסור בבוקר\nירושלים;המידה לא מתאימה\n",
    "ar": "المدينة;ملاحظة\nالقاهرة;يرجى التسليم في الصباح\nدبي;المقاس غير مناسب\n",
    "th": "เมือง;หมายเหตุ\nกรุงเทพ;กรุณาส่งก่อนเที่ยง\nเชียงใหม่;ขอบคุณมาก\n",
    "ja": "住所;備考\n東京都渋谷区;午前中に配達してください\n大阪府大阪市;サイズが合いませんでした\n",
    "zh": "城市;备注\n北京市朝阳区;请在上午送货，谢谢\n上海市;尺寸不合适，申请退款\n",
    "zt": "城市;備註\n台北市;請在上午送貨，謝謝\n高雄市;尺寸不合，申請退款\n",
    "ko": "도시;비고\n서울특별시;오전에 배송해 주세요\n부산광역시;사이즈가 맞지 않아요\n",
    "it": "Città;Perché\nForlì;Perché la qualità è così, però può andare più giù\nCefalù;Né caffè né tè, già a metà\n",
    "lt": "Miestas;Pastaba\nŠiauliai;Prašome pristatyti prieš pietus, ačiū\nPanevėžys;Įmonės kodas, Živilė\n",
}
ENCODINGS = {
    "de": "cp1252 iso8859-1 iso8859-15 mac_roman cp850 cp437",
    "fr": "cp1252 iso8859-1 mac_roman cp850",
    "es": "cp1252 iso8859-1",
    "pt": "cp1252 iso8859-1 mac_roman cp850",
    "sv": "cp1252 iso8859-1 mac_roman",
    "pl": "cp1250 iso8859-2 cp852",
    "cs": "cp1250 iso8859-2 cp852",
    "hu": "cp1250 iso8859-2",
    "tr": "cp1254 iso8859-9",
    "ru": "cp1251 koi8-r iso8859-5 cp866 mac_cyrillic",
    "el": "cp1253 iso8859-7",
    "he": "cp1255 iso8859-8",
    "ar": "cp1256 iso8859-6",
    "th": "cp874 tis-620",
    "ja": "shift_jis cp932 euc_jp iso2022_jp",
    "zh": "gbk gb18030 gb2312",
    "zt": "big5 cp950",
    "ko": "euc_kr cp949 iso2022_kr",
    "it": "cp1252 iso8859-1 mac_roman",
    "lt": "cp1257 iso8859-13",
}
WIDE = "utf-8 utf-16-le utf-16-be utf-32-le utf-32-be utf-8-sig utf-16 utf-32"
CASES = [(name, encoding) for name, all_of_it in ENCODINGS.items() for encoding in f"{all_of_it} {WIDE}".split()]


@pytest.mark.parametrize(("language", "encoding"), CASES)
def test_a_sheet_in_any_language_arrives_as_it_was_written(language: str, encoding: str) -> None:
    data = SENTENCES[language].encode(encoding, "ignore")
    table = read_bytes(data, "orders.csv")
    expected = [line.split(";") for line in data.decode(encoding).splitlines()]
    assert [list(table.headers), *map(list, table.cells.iter_rows())] == expected
    assert table.encoding
    codecs.lookup(table.encoding)
    # what nothing in the file proves is said
    proved = encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-32")
    assert ("note-encoding" in [note.key for note in table.notes]) != proved


@pytest.mark.parametrize(
    ("cell", "encoding"),
    [
        (cell, "cp1252")
        for cell in (
            "Müller",
            "café",
            "Größe",
            "5 €",
            "“so”",
            "naïve – yes",
            "Ñandú",
            "£5",
            "São Paulo",
            "Åse",
            "½ l",
            "20°",
        )
    ]
    + [
        ("Müller", "mac_roman"),
        ("Größe", "cp850"),
        ("Иван Петров", "cp1251"),
        ("Москва", "koi8-r"),
        ("Łódź", "cp1250"),
        ("Αθήνα", "cp1253"),
        ("東京", "shift_jis"),
        ("北京", "gbk"),
        ("台北", "big5"),
        ("서울", "euc_kr"),
    ],
)
def test_one_word_among_ascii_is_enough(cell: str, encoding: str) -> None:
    rows = "".join(f"{number},Smith and Sons,{number}.50\n" for number in range(30))
    table = read_bytes(f"OrderId,Name,Amount\n{rows}77,{cell},5\n".encode(encoding), "orders.csv")
    assert table.cells["c1"][-1] == cell


@pytest.mark.parametrize(
    ("language", "encoding"), [("it", "cp1252"), ("lt", "cp1257"), ("fr", "cp850"), ("ru", "koi8-r")]
)
def test_many_rows_say_no_other_encoding_than_a_few(language: str, encoding: str) -> None:
    head, *rows = SENTENCES[language].splitlines()
    content = "\n".join([head, *rows * 200]) + "\n"
    table = read_bytes(content.encode(encoding), "orders.csv")
    assert [";".join(record) for record in table.cells.iter_rows()] == rows * 200


def test_a_few_bytes_of_another_encoding_in_utf_8_are_kept_and_said() -> None:
    rows = "".join(f"{number},Müller,Größe\n" for number in range(30)).encode()
    table = read_bytes(b"Order,Name,Note\n" + rows + b"30,Schr\xf6der,caf\xe9\n", "orders.csv")
    assert table.cells.row(-1) == ("30", "Schröder", "café")
    assert table.encoding == "UTF-8"
    assert [(note.key, dict(note.facts)) for note in table.notes] == [("note-mixed-encoding", {"bytes": 2})]


def test_an_encoding_that_a_person_names_counts() -> None:
    data = "Order,Name\n1,Čapek\n".encode("cp1250")
    table = read_bytes(data, "orders.csv", options=ReadOptions(encoding="windows-1250"))
    assert (table.cells.row(0), table.encoding, table.notes) == (("1", "Čapek"), "windows-1250", ())


@pytest.mark.parametrize(("wished", "key"), [("no-such", "reading-no-such-encoding"), ("ascii", "reading-undecodable")])
def test_an_encoding_that_cannot_be_is_told(wished: str, key: str) -> None:
    with pytest.raises(ReadingError) as caught:
        read_bytes("Größe\n1\n".encode(), "orders.csv", options=ReadOptions(encoding=wished))
    assert caught.value.key == key
    assert str(caught.value).endswith(".")
