<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de">
<context>
    <name>AccountPanel</name>
    <message>
        <location filename="../../ui/account_panel.py"/>
        <source>Authentication</source>
        <translation>Authentifizierung</translation>
    </message>
    <message>
        <location filename="../../ui/account_panel.py"/>
        <source>None (Public Services Only)</source>
        <translation>Keine (nur öffentliche Dienste)</translation>
    </message>
    <message>
        <location filename="../../ui/account_panel.py"/>
        <source>User Name and Password</source>
        <translation>Benutzername und Kennwort</translation>
    </message>
    <message>
        <location filename="../../ui/account_panel.py"/>
        <source>Token or API Key</source>
        <translation>Token oder API-Schlüssel</translation>
    </message>
    <message>
        <location filename="../../ui/account_panel.py"/>
        <source>Sign In with the Browser (OAuth 2)</source>
        <translation>Anmeldung im Webbrowser (OAuth 2)</translation>
    </message>
    <message>
        <location filename="../../ui/account_panel.py"/>
        <source>Existing Authentication Configuration</source>
        <translation>Vorhandene Authentifizierungskonfiguration</translation>
    </message>
    <message>
        <location filename="../../ui/account_panel.py"/>
        <source>&amp;Sign-in</source>
        <translation>An&amp;meldung</translation>
    </message>
    <message>
        <location filename="../../ui/account_panel.py"/>
        <source>&amp;User name</source>
        <translation>&amp;Benutzername</translation>
    </message>
    <message>
        <location filename="../../ui/account_panel.py"/>
        <source>&amp;Password</source>
        <translation>&amp;Kennwort</translation>
    </message>
    <message>
        <location filename="../../ui/account_panel.py"/>
        <source>&amp;Token or key</source>
        <translation>&amp;Token oder Schlüssel</translation>
    </message>
    <message>
        <location filename="../../ui/account_panel.py"/>
        <source>&amp;Client ID</source>
        <translation>&amp;Client-ID</translation>
    </message>
    <message>
        <location filename="../../ui/account_panel.py"/>
        <source>Redirect p&amp;ort</source>
        <translation>Um&amp;leitungsport</translation>
    </message>
    <message>
        <location filename="../../ui/account_panel.py"/>
        <source>Redirect URL</source>
        <translation>Umleitungs-URL</translation>
    </message>
    <message>
        <location filename="../../ui/account_panel.py"/>
        <source>C&amp;onfiguration</source>
        <translation>K&amp;onfiguration</translation>
    </message>
    <message>
        <location filename="../../ui/account_panel.py"/>
        <source>Unchanged</source>
        <translation>Unverändert</translation>
    </message>
    <message>
        <location filename="../../ui/account_panel.py"/>
        <source>Enter the user name.</source>
        <translation>Geben Sie den Benutzernamen ein.</translation>
    </message>
    <message>
        <location filename="../../ui/account_panel.py"/>
        <source>Enter the password.</source>
        <translation>Geben Sie das Kennwort ein.</translation>
    </message>
    <message>
        <location filename="../../ui/account_panel.py"/>
        <source>Enter the token or API key.</source>
        <translation>Geben Sie das Token oder den API-Schlüssel ein.</translation>
    </message>
    <message>
        <location filename="../../ui/account_panel.py"/>
        <source>Enter the client ID of an application that is registered in the portal.</source>
        <translation>Geben Sie die Client-ID einer Anwendung ein, die im Portal registriert ist.</translation>
    </message>
    <message>
        <location filename="../../ui/account_panel.py"/>
        <source>Choose an authentication configuration, or create one.</source>
        <translation>Wählen Sie eine Authentifizierungskonfiguration oder legen Sie eine an.</translation>
    </message>
    <message>
        <location filename="../../ui/account_panel.py"/>
        <source>It is kept in QGIS&apos;s encrypted authentication database, and sent to this GIS only.</source>
        <translation>Die Angaben werden in der verschlüsselten Authentifizierungsdatenbank von QGIS aufbewahrt und nur an dieses GIS gesendet.</translation>
    </message>
    <message>
        <location filename="../../ui/account_panel.py"/>
        <source>Only services that are shared with everyone are found.</source>
        <translation>Gefunden werden nur Dienste, die für alle freigegeben sind.</translation>
    </message>
    <message>
        <location filename="../../ui/account_panel.py"/>
        <source>An account of the GIS itself; one with a company login or a second factor has to use the browser.</source>
        <translation>Ein Konto des GIS selbst; Konten mit Firmenanmeldung oder zweitem Faktor müssen sich im Webbrowser anmelden.</translation>
    </message>
    <message>
        <location filename="../../ui/account_panel.py"/>
        <source>It cannot be renewed: once it has expired, enter another one here.</source>
        <translation>Ein Token lässt sich nicht erneuern: Geben Sie nach Ablauf hier ein neues ein.</translation>
    </message>
    <message>
        <location filename="../../ui/account_panel.py"/>
        <source>Ask the administrator of the portal for the client ID of an application for which exactly this redirect URL is registered.</source>
        <translation>Erfragen Sie bei der Administration des Portals die Client-ID einer Anwendung, für die genau diese Umleitungs-URL registriert ist.</translation>
    </message>
    <message>
        <location filename="../../ui/account_panel.py"/>
        <source>QGIS applies it to every request to this GIS: OAuth 2, certificates, headers.</source>
        <translation>QGIS wendet sie auf jede Anfrage an dieses GIS an: OAuth 2, Zertifikate, Kopfzeilen.</translation>
    </message>
</context>
<context>
    <name>AuthStore</name>
    <message>
        <location filename="../../plugin/auth_store.py"/>
        <source>The sign-in cannot be kept: QGIS&apos;s authentication database stays locked without its master password.</source>
        <translation>Die Anmeldung kann nicht aufbewahrt werden: Ohne Hauptkennwort bleibt die Authentifizierungsdatenbank von QGIS gesperrt.</translation>
    </message>
    <message>
        <location filename="../../plugin/auth_store.py"/>
        <source>QGIS&apos;s authentication database is disabled ({reason}), so no sign-in can be kept. Public services can be used without one.</source>
        <translation>Die Authentifizierungsdatenbank von QGIS ist deaktiviert ({reason}), daher kann keine Anmeldung aufbewahrt werden. Öffentliche Dienste lassen sich ohne Anmeldung nutzen.</translation>
    </message>
    <message>
        <location filename="../../plugin/auth_store.py"/>
        <source>Image Services: {name}</source>
        <translation>Bilddienste: {name}</translation>
    </message>
    <message>
        <location filename="../../plugin/auth_store.py"/>
        <source>QGIS could not write the sign-in into its authentication database.</source>
        <translation>QGIS konnte die Anmeldung nicht in seine Authentifizierungsdatenbank schreiben.</translation>
    </message>
</context>
<context>
    <name>BandList</name>
    <message>
        <location filename="../../ui/band_list.py"/>
        <source>Bands</source>
        <translation>Kanäle</translation>
    </message>
    <message>
        <location filename="../../ui/band_list.py"/>
        <source>Bands to download; drag them into the order wanted</source>
        <translation>Herunterzuladende Kanäle; durch Ziehen in die gewünschte Reihenfolge bringen</translation>
    </message>
    <message>
        <location filename="../../ui/band_list.py"/>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <location filename="../../ui/band_list.py"/>
        <source>Check all bands</source>
        <translation>Alle Kanäle auswählen</translation>
    </message>
    <message>
        <location filename="../../ui/band_list.py"/>
        <source>None</source>
        <translation>Keine</translation>
    </message>
    <message>
        <location filename="../../ui/band_list.py"/>
        <source>Uncheck all bands</source>
        <translation>Alle Kanäle abwählen</translation>
    </message>
    <message>
        <location filename="../../ui/band_list.py"/>
        <source>Presets</source>
        <translation>Vorgaben</translation>
    </message>
    <message>
        <location filename="../../ui/band_list.py"/>
        <source>Check bands that are often wanted together, in their usual order</source>
        <translation>Kanäle auswählen, die oft zusammen gebraucht werden, in ihrer üblichen Reihenfolge</translation>
    </message>
    <message>
        <location filename="../../ui/band_list.py"/>
        <source>All Bands</source>
        <translation>Alle Kanäle</translation>
    </message>
    <message>
        <location filename="../../ui/band_list.py"/>
        <source>Natural Colour</source>
        <translation>Echtfarben</translation>
    </message>
    <message>
        <location filename="../../ui/band_list.py"/>
        <source>Colour Infrared</source>
        <translation>Farbinfrarot</translation>
    </message>
    <message>
        <location filename="../../ui/band_list.py"/>
        <source>First Three</source>
        <translation>Die ersten drei</translation>
    </message>
    <message>
        <location filename="../../ui/band_list.py"/>
        <source>Values from {low} to {high}</source>
        <translation>Werte von {low} bis {high}</translation>
    </message>
    <message>
        <location filename="../../ui/band_list.py"/>
        <source>No band is checked: check at least one.</source>
        <translation>Kein Kanal ist ausgewählt: Wählen Sie mindestens einen.</translation>
    </message>
</context>
<context>
    <name>BrowseDialog</name>
    <message>
        <location filename="../../ui/browse_dialog.py"/>
        <source>Browse Image Services</source>
        <translation>Bilddienste durchsuchen</translation>
    </message>
    <message>
        <location filename="../../ui/browse_dialog.py"/>
        <source>Add Layer</source>
        <translation>Layer hinzufügen</translation>
    </message>
    <message>
        <location filename="../../ui/browse_dialog.py"/>
        <source>Download…</source>
        <translation>Herunterladen…</translation>
    </message>
    <message>
        <location filename="../../ui/browse_dialog.py"/>
        <source>Choose what to download: exact pixel values, as a GeoTIFF</source>
        <translation>Auswählen, was heruntergeladen wird: exakte Pixelwerte, als GeoTIFF</translation>
    </message>
</context>
<context>
    <name>BrowseFilters</name>
    <message>
        <location filename="../../ui/browse_filters.py"/>
        <source>Any owner</source>
        <translation>Alle Besitzer</translation>
    </message>
    <message>
        <location filename="../../ui/browse_filters.py"/>
        <source>User name of the owner</source>
        <translation>Benutzername des Besitzers</translation>
    </message>
    <message>
        <location filename="../../ui/browse_filters.py"/>
        <source>Any Pixel Type</source>
        <translation>Alle Pixeltypen</translation>
    </message>
    <message>
        <location filename="../../ui/browse_filters.py"/>
        <source>Only within the map &amp;view</source>
        <translation>Nur in der &amp;Kartenansicht</translation>
    </message>
    <message>
        <location filename="../../ui/browse_filters.py"/>
        <source>Only those I can &amp;read</source>
        <translation>Nur für mich &amp;lesbare</translation>
    </message>
    <message>
        <location filename="../../ui/browse_filters.py"/>
        <source>Ask every service whether it hands out pixels to this sign-in; takes longer</source>
        <translation>Jeden Dienst fragen, ob er dieser Anmeldung Pixel liefert; dauert länger</translation>
    </message>
    <message>
        <location filename="../../ui/browse_filters.py"/>
        <source>Best Match</source>
        <translation>Beste Übereinstimmung</translation>
    </message>
    <message>
        <location filename="../../ui/browse_filters.py"/>
        <source>Title</source>
        <translation>Titel</translation>
    </message>
    <message>
        <location filename="../../ui/browse_filters.py"/>
        <source>Newest First</source>
        <translation>Neueste zuerst</translation>
    </message>
    <message>
        <location filename="../../ui/browse_filters.py"/>
        <source>Most Viewed First</source>
        <translation>Meistgesehene zuerst</translation>
    </message>
    <message>
        <location filename="../../ui/browse_filters.py"/>
        <source>&amp;Owner</source>
        <translation>&amp;Besitzer</translation>
    </message>
    <message>
        <location filename="../../ui/browse_filters.py"/>
        <source>&amp;Pixel type</source>
        <translation>&amp;Pixeltyp</translation>
    </message>
    <message>
        <location filename="../../ui/browse_filters.py"/>
        <source>&amp;Sort by</source>
        <translation>&amp;Sortieren nach</translation>
    </message>
    <message>
        <location filename="../../ui/browse_filters.py"/>
        <source>Filters ({count} active)</source>
        <translation>Filter ({count} aktiv)</translation>
    </message>
    <message>
        <location filename="../../ui/browse_filters.py"/>
        <source>Filters</source>
        <translation>Filter</translation>
    </message>
</context>
<context>
    <name>BrowseModel</name>
    <message>
        <location filename="../../ui/browse_model.py"/>
        <source>shared with everyone</source>
        <translation>für alle freigegeben</translation>
    </message>
    <message>
        <location filename="../../ui/browse_model.py"/>
        <source>shared with the organization</source>
        <translation>für die Organisation freigegeben</translation>
    </message>
    <message>
        <location filename="../../ui/browse_model.py"/>
        <source>shared with groups</source>
        <translation>für Gruppen freigegeben</translation>
    </message>
    <message>
        <location filename="../../ui/browse_model.py"/>
        <source>not shared</source>
        <translation>nicht freigegeben</translation>
    </message>
</context>
<context>
    <name>Browser</name>
    <message>
        <location filename="../../plugin/browser/items.py"/>
        <source>Image Services</source>
        <translation>Bilddienste</translation>
    </message>
    <message>
        <location filename="../../plugin/browser/items.py"/>
        <source>Image services of ArcGIS portals and servers</source>
        <translation>Bilddienste von ArcGIS-Portalen und -Servern</translation>
    </message>
    <message>
        <location filename="../../plugin/browser/items.py"/>
        <source>Listing image services</source>
        <translation>Bilddienste auflisten</translation>
    </message>
    <message>
        <location filename="../../plugin/browser/items.py"/>
        <source>No image services</source>
        <translation>Keine Bilddienste</translation>
    </message>
    <message>
        <location filename="../../plugin/browser/items.py"/>
        <source>More…</source>
        <translation>Mehr…</translation>
    </message>
    <message>
        <location filename="../../plugin/browser/items.py"/>
        <source>Double-click to list more image services</source>
        <translation>Doppelklicken, um weitere Bilddienste aufzulisten</translation>
    </message>
    <message>
        <location filename="../../plugin/browser/items.py"/>
        <source>Loading…</source>
        <translation>Lade…</translation>
    </message>
    <message>
        <location filename="../../plugin/browser/menus.py"/>
        <source>Register GIS…</source>
        <translation>GIS registrieren…</translation>
    </message>
    <message>
        <location filename="../../plugin/browser/menus.py"/>
        <source>Browse Image Services…</source>
        <translation>Bilddienste durchsuchen…</translation>
    </message>
    <message>
        <location filename="../../plugin/browser/menus.py"/>
        <source>List More</source>
        <translation>Weitere auflisten</translation>
    </message>
    <message>
        <location filename="../../plugin/browser/menus.py"/>
        <source>Refresh</source>
        <translation>Aktualisieren</translation>
    </message>
    <message>
        <location filename="../../plugin/browser/menus.py"/>
        <source>Publish Raster Here…</source>
        <translation>Raster hier veröffentlichen…</translation>
    </message>
    <message>
        <location filename="../../plugin/browser/menus.py"/>
        <source>Edit…</source>
        <translation>Bearbeiten…</translation>
    </message>
    <message>
        <location filename="../../plugin/browser/menus.py"/>
        <source>Remove…</source>
        <translation>Entfernen…</translation>
    </message>
    <message>
        <location filename="../../plugin/browser/menus.py"/>
        <source>Copy URL</source>
        <translation>URL kopieren</translation>
    </message>
    <message>
        <location filename="../../plugin/browser/menus.py"/>
        <source>Download…</source>
        <translation>Herunterladen…</translation>
    </message>
    <message>
        <location filename="../../plugin/browser/menus.py"/>
        <source>Service Properties…</source>
        <translation>Diensteigenschaften…</translation>
    </message>
</context>
<context>
    <name>CatalogFilters</name>
    <message>
        <location filename="../../ui/catalog_filters.py"/>
        <source>Name contains…</source>
        <translation>Name enthält…</translation>
    </message>
    <message>
        <location filename="../../ui/catalog_filters.py"/>
        <source>Name contains</source>
        <translation>Name enthält</translation>
    </message>
    <message>
        <location filename="../../ui/catalog_filters.py"/>
        <source>Condition, such as CloudCover &lt; 10</source>
        <translation>Bedingung, etwa CloudCover &lt; 10</translation>
    </message>
    <message>
        <location filename="../../ui/catalog_filters.py"/>
        <source>SQL condition on the fields of the catalogue; Enter applies it</source>
        <translation>SQL-Bedingung für die Felder des Katalogs; die Eingabetaste wendet sie an</translation>
    </message>
    <message>
        <location filename="../../ui/catalog_filters.py"/>
        <source>Condition</source>
        <translation>Bedingung</translation>
    </message>
    <message>
        <location filename="../../ui/catalog_filters.py"/>
        <source>&amp;In the visible map</source>
        <translation>In der sichtbaren &amp;Karte</translation>
    </message>
    <message>
        <location filename="../../ui/catalog_filters.py"/>
        <source>Only rasters that touch what the map shows</source>
        <translation>Nur Raster, die den Kartenausschnitt berühren</translation>
    </message>
    <message>
        <location filename="../../ui/catalog_filters.py"/>
        <source>In the chosen e&amp;xtent</source>
        <translation>In der gewählten Aus&amp;dehnung</translation>
    </message>
    <message>
        <location filename="../../ui/catalog_filters.py"/>
        <source>Only rasters that touch the extent of the download</source>
        <translation>Nur Raster, die die Ausdehnung des Downloads berühren</translation>
    </message>
    <message>
        <location filename="../../ui/catalog_filters.py"/>
        <source>Any Time</source>
        <translation>Beliebige Zeit</translation>
    </message>
    <message>
        <location filename="../../ui/catalog_filters.py"/>
        <source>Tim&amp;e</source>
        <translation>&amp;Zeit</translation>
    </message>
</context>
<context>
    <name>CatalogModel</name>
    <message>
        <location filename="../../ui/catalog_model.py"/>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <location filename="../../ui/catalog_model.py"/>
        <source>Date</source>
        <translation>Datum</translation>
    </message>
    <message>
        <location filename="../../ui/catalog_model.py"/>
        <source>Size of Files</source>
        <translation>Dateigröße</translation>
    </message>
    <message>
        <location filename="../../ui/catalog_model.py"/>
        <source>Cell Size</source>
        <translation>Zellgröße</translation>
    </message>
    <message>
        <location filename="../../ui/catalog_model.py"/>
        <source>ID</source>
        <translation>ID</translation>
    </message>
</context>
<context>
    <name>CatalogTable</name>
    <message>
        <location filename="../../ui/catalog_table.py"/>
        <source>&amp;Show footprints on the map</source>
        <translation>&amp;Umrisse in der Karte zeigen</translation>
    </message>
    <message>
        <location filename="../../ui/catalog_table.py"/>
        <source>Retry</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <location filename="../../ui/catalog_table.py"/>
        <source>&amp;Pick on Map</source>
        <translation>In der Karte &amp;wählen</translation>
    </message>
    <message>
        <location filename="../../ui/catalog_table.py"/>
        <source>Click on the map to select the rasters that lie there</source>
        <translation>In die Karte klicken, um die Raster auszuwählen, die dort liegen</translation>
    </message>
    <message>
        <location filename="../../ui/catalog_table.py"/>
        <source>Zoom to Selected</source>
        <translation>Auf Auswahl zoomen</translation>
    </message>
    <message>
        <location filename="../../ui/catalog_table.py"/>
        <source>Add Footprints as Layer</source>
        <translation>Umrisse als Layer hinzufügen</translation>
    </message>
    <message>
        <location filename="../../ui/catalog_table.py"/>
        <source>The selected rasters, or all that match</source>
        <translation>Die ausgewählten Raster oder alle, die passen</translation>
    </message>
    <message>
        <location filename="../../ui/catalog_table.py"/>
        <source>Rasters of the catalogue</source>
        <translation>Raster des Katalogs</translation>
    </message>
    <message>
        <location filename="../../ui/catalog_table.py"/>
        <source>This service has no catalogue of rasters that may be looked at.</source>
        <translation>Dieser Dienst hat keinen Katalog von Rastern, den man ansehen darf.</translation>
    </message>
    <message>
        <location filename="../../ui/catalog_table.py"/>
        <source>Selected: {count}.</source>
        <translation>Ausgewählt: {count}.</translation>
    </message>
    <message>
        <location filename="../../ui/catalog_table.py"/>
        <source>Reading the catalogue</source>
        <translation>Katalog wird gelesen</translation>
    </message>
    <message>
        <location filename="../../ui/catalog_table.py"/>
        <source>Footprints added to the project: {count}.</source>
        <translation>Dem Projekt hinzugefügte Umrisse: {count}.</translation>
    </message>
    <message>
        <location filename="../../ui/catalog_table.py"/>
        <source>Reading the catalogue…</source>
        <translation>Katalog wird gelesen…</translation>
    </message>
    <message>
        <location filename="../../ui/catalog_table.py"/>
        <source>The catalogue is empty.</source>
        <translation>Der Katalog ist leer.</translation>
    </message>
    <message>
        <location filename="../../ui/catalog_table.py"/>
        <source>No raster passes the filters.</source>
        <translation>Kein Raster passt zu den Filtern.</translation>
    </message>
    <message>
        <location filename="../../ui/catalog_table.py"/>
        <source>Rasters: {count}.</source>
        <translation>Raster: {count}.</translation>
    </message>
    <message>
        <location filename="../../ui/catalog_table.py"/>
        <source>{count} of {total} rasters, scroll for more.</source>
        <translation>{count} von {total} Rastern; weiterblättern zeigt mehr.</translation>
    </message>
</context>
<context>
    <name>CellSizeField</name>
    <message>
        <location filename="../../ui/cell_size_field.py"/>
        <source>Width of a cell; empty is the size of the service&apos;s own cells</source>
        <translation>Breite einer Zelle; leer: Größe der Zellen des Dienstes</translation>
    </message>
    <message>
        <location filename="../../ui/cell_size_field.py"/>
        <source>Cell width</source>
        <translation>Zellenbreite</translation>
    </message>
    <message>
        <location filename="../../ui/cell_size_field.py"/>
        <source>Cell height</source>
        <translation>Zellenhöhe</translation>
    </message>
    <message>
        <location filename="../../ui/cell_size_field.py"/>
        <source>Height of a cell; empty is the same as the width</source>
        <translation>Höhe einer Zelle; leer: gleich der Breite</translation>
    </message>
    <message>
        <location filename="../../ui/cell_size_field.py"/>
        <source>{size} (native)</source>
        <translation>{size} (Original)</translation>
    </message>
    <message>
        <location filename="../../ui/cell_size_field.py"/>
        <source>{size} (suggested)</source>
        <translation>{size} (Vorschlag)</translation>
    </message>
    <message>
        <location filename="../../ui/cell_size_field.py"/>
        <source>{size} (level {level})</source>
        <translation>{size} (Ebene {level})</translation>
    </message>
    <message>
        <location filename="../../ui/cell_size_field.py"/>
        <source>{size} ({factor} × native)</source>
        <translation>{size} ({factor} × Original)</translation>
    </message>
    <message>
        <location filename="../../ui/cell_size_field.py"/>
        <source>{size} ({factor} × suggested)</source>
        <translation>{size} ({factor} × Vorschlag)</translation>
    </message>
    <message>
        <location filename="../../ui/cell_size_field.py"/>
        <source>“{text}” is no cell size: give a positive number.</source>
        <translation>„{text}“ ist keine Zellengröße: Geben Sie eine positive Zahl an.</translation>
    </message>
</context>
<context>
    <name>ClipField</name>
    <message>
        <location filename="../../ui/clip_field.py"/>
        <source>None</source>
        <translation>Keine</translation>
    </message>
    <message>
        <location filename="../../ui/clip_field.py"/>
        <source>Polygon layer of the project; cells outside its polygons become NoData</source>
        <translation>Polygonlayer des Projekts; Zellen außerhalb der Polygone werden NoData</translation>
    </message>
    <message>
        <location filename="../../ui/clip_field.py"/>
        <source>Selected features only</source>
        <translation>Nur gewählte Objekte</translation>
    </message>
    <message>
        <location filename="../../ui/clip_field.py"/>
        <source>The layer “{name}” has no CRS: set it, or clip to another layer.</source>
        <translation>Der Layer „{name}“ hat kein KBS: Legen Sie es fest oder schneiden Sie auf einen anderen Layer zu.</translation>
    </message>
    <message>
        <location filename="../../ui/clip_field.py"/>
        <source>Reading the polygons of “{name}”…</source>
        <translation>Polygone von „{name}“ werden gelesen…</translation>
    </message>
</context>
<context>
    <name>Companions</name>
    <message>
        <location filename="../../ui/companions.py"/>
        <source>Folder for the Rasters</source>
        <translation>Ordner für die Raster</translation>
    </message>
</context>
<context>
    <name>DownloadDialog</name>
    <message>
        <location filename="../../ui/download_dialog.py"/>
        <source>Download from Image Service</source>
        <translation>Von Bilddienst herunterladen</translation>
    </message>
    <message>
        <location filename="../../ui/download_dialog.py"/>
        <source>Download</source>
        <translation>Herunterladen</translation>
    </message>
    <message>
        <location filename="../../ui/download_dialog.py"/>
        <source>Copy As</source>
        <translation>Kopieren als</translation>
    </message>
    <message>
        <location filename="../../ui/download_dialog.py"/>
        <source>Time Series…</source>
        <translation>Zeitreihe…</translation>
    </message>
    <message>
        <location filename="../../ui/download_dialog.py"/>
        <source>Source Rasters…</source>
        <translation>Quellraster…</translation>
    </message>
    <message>
        <location filename="../../ui/download_dialog.py"/>
        <source>qgis_process Command</source>
        <translation>qgis_process-Befehl</translation>
    </message>
    <message>
        <location filename="../../ui/download_dialog.py"/>
        <source>Python Command</source>
        <translation>Python-Befehl</translation>
    </message>
    <message>
        <location filename="../../ui/download_dialog.py"/>
        <source>Asking the service what it offers…</source>
        <translation>Der Dienst wird gefragt, was er bietet…</translation>
    </message>
    <message>
        <location filename="../../ui/download_dialog.py"/>
        <source>Give the address of an image service to see what can be downloaded.</source>
        <translation>Geben Sie die Adresse eines Bilddienstes an, um zu sehen, was sich herunterladen lässt.</translation>
    </message>
    <message>
        <location filename="../../ui/download_dialog.py"/>
        <source>The polygons lie outside the extent: nothing would be left of the raster.</source>
        <translation>Die Polygone liegen außerhalb der Ausdehnung: Vom Raster bliebe nichts übrig.</translation>
    </message>
    <message>
        <location filename="../../ui/download_dialog.py"/>
        <source>Cells outside the polygons become NoData; tiles outside are not fetched.</source>
        <translation>Zellen außerhalb der Polygone werden NoData; Kacheln außerhalb werden nicht geholt.</translation>
    </message>
    <message>
        <location filename="../../ui/download_dialog.py"/>
        <source>The polygons are in no file and too many for a command: Copy As and Refresh do without them.</source>
        <translation>Die Polygone liegen in keiner Datei und sind zu viele für einen Befehl: „Kopieren als“ und „Vom Dienst aktualisieren“ lassen sie weg.</translation>
    </message>
    <message>
        <location filename="../../ui/download_dialog.py"/>
        <source>“{name}” is being written by a running download: choose another file for a second one.</source>
        <translation>„{name}“ wird gerade von einem laufenden Download geschrieben: Wählen Sie für einen zweiten eine andere Datei.</translation>
    </message>
    <message>
        <location filename="../../ui/download_dialog.py"/>
        <source>“{name}” exists and will be replaced.</source>
        <translation>„{name}“ ist vorhanden und wird ersetzt.</translation>
    </message>
    <message>
        <location filename="../../ui/download_dialog.py"/>
        <source>The download has started; its progress is shown above the map.</source>
        <translation>Der Download wurde gestartet; der Fortschritt wird über der Karte angezeigt.</translation>
    </message>
    <message>
        <location filename="../../ui/download_dialog.py"/>
        <source>Copied to the clipboard.</source>
        <translation>In die Zwischenablage kopiert.</translation>
    </message>
</context>
<context>
    <name>DownloadJob</name>
    <message>
        <location filename="../../ui/download_job.py"/>
        <source>Downloading “{name}”</source>
        <translation>Herunterladen von „{name}“</translation>
    </message>
    <message>
        <location filename="../../ui/download_job.py"/>
        <source>Download finished</source>
        <translation>Download abgeschlossen</translation>
    </message>
    <message>
        <location filename="../../ui/download_job.py"/>
        <source>“{name}”, {columns} × {rows} cells in {time}.</source>
        <translation>„{name}“, {columns} × {rows} Zellen in {time}.</translation>
    </message>
    <message>
        <location filename="../../ui/download_job.py"/>
        <source>{count} of {all} tiles were there from an interrupted download.</source>
        <translation>{count} von {all} Kacheln waren von einem unterbrochenen Download da.</translation>
    </message>
    <message>
        <location filename="../../ui/download_job.py"/>
        <source>{count} of its tiles could not be had and are filled with NoData.</source>
        <translation>{count} der Kacheln waren nicht zu bekommen und sind mit NoData gefüllt.</translation>
    </message>
    <message>
        <location filename="../../ui/download_job.py"/>
        <source>Download incomplete</source>
        <translation>Download unvollständig</translation>
    </message>
    <message>
        <location filename="../../ui/download_job.py"/>
        <source>Open Folder</source>
        <translation>Ordner öffnen</translation>
    </message>
    <message>
        <location filename="../../ui/download_job.py"/>
        <source>Download of “{name}” failed</source>
        <translation>Herunterladen von „{name}“ gescheitert</translation>
    </message>
    <message>
        <location filename="../../ui/download_job.py"/>
        <source>Download of “{name}” failed; started again with the same file, it goes on</source>
        <translation>Herunterladen von „{name}“ gescheitert; mit derselben Datei noch einmal gestartet, geht es weiter</translation>
    </message>
    <message>
        <location filename="../../ui/download_job.py"/>
        <source>Download cancelled</source>
        <translation>Download abgebrochen</translation>
    </message>
    <message>
        <location filename="../../ui/download_job.py"/>
        <source>“{name}” was cancelled, nothing was kept.</source>
        <translation>„{name}“ wurde abgebrochen, nichts wurde behalten.</translation>
    </message>
</context>
<context>
    <name>ExtentField</name>
    <message>
        <location filename="../../ui/extent_field.py"/>
        <source>Full extent of the service</source>
        <translation>Gesamte Ausdehnung des Dienstes</translation>
    </message>
    <message>
        <location filename="../../ui/extent_field.py"/>
        <source>“{text}” is no extent: write xmin,xmax,ymin,ymax [EPSG:code], or choose one.</source>
        <translation>„{text}“ ist keine Ausdehnung: Schreiben Sie xmin,xmax,ymin,ymax [EPSG:Code] oder wählen Sie eine aus.</translation>
    </message>
</context>
<context>
    <name>Facts</name>
    <message>
        <location filename="../../ui/facts.py"/>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <location filename="../../ui/facts.py"/>
        <source>Pixels</source>
        <translation>Pixel</translation>
    </message>
    <message>
        <location filename="../../ui/facts.py"/>
        <source>CRS</source>
        <translation>KBS</translation>
    </message>
    <message>
        <location filename="../../ui/facts.py"/>
        <source>Copyright</source>
        <translation>Urheberrecht</translation>
    </message>
    <message>
        <location filename="../../ui/facts.py"/>
        <source>not defined</source>
        <translation>nicht definiert</translation>
    </message>
    <message>
        <location filename="../../ui/facts.py"/>
        <source>{bands}, {kind}, {columns} × {rows} cells of {width} × {height} {unit}</source>
        <translation>{bands}, {kind}, {columns} × {rows} Zellen zu {width} × {height} {unit}</translation>
    </message>
    <message numerus="yes">
        <location filename="../../ui/facts.py"/>
        <source>%Ln band(s)</source>
        <translation>
            <numerusform>%Ln Kanal</numerusform>
            <numerusform>%Ln Kanäle</numerusform>
        </translation>
    </message>
    <message>
        <location filename="../../ui/facts.py"/>
        <source>unknown pixel type</source>
        <translation>unbekannter Pixeltyp</translation>
    </message>
    <message>
        <location filename="../../ui/facts.py"/>
        <source>map units</source>
        <translation>Karteneinheiten</translation>
    </message>
</context>
<context>
    <name>FootprintLayer</name>
    <message>
        <location filename="../../plugin/footprint_layer.py"/>
        <source>{name}: Footprints</source>
        <translation>{name}: Umrisse</translation>
    </message>
</context>
<context>
    <name>FootprintPick</name>
    <message>
        <location filename="../../ui/footprint_pick.py"/>
        <source>Pick Rasters</source>
        <translation>Raster wählen</translation>
    </message>
    <message>
        <location filename="../../ui/footprint_pick.py"/>
        <source>Click on the map to select the rasters there. Shift or Ctrl adds, Escape ends.</source>
        <translation>In die Karte klicken, um die Raster dort auszuwählen. Umschalt oder Strg fügt hinzu, Escape beendet.</translation>
    </message>
    <message>
        <location filename="../../ui/footprint_pick.py"/>
        <source>This place does not exist in the reference of the service.</source>
        <translation>Diesen Ort gibt es im Koordinatenbezugssystem des Dienstes nicht.</translation>
    </message>
    <message>
        <location filename="../../ui/footprint_pick.py"/>
        <source>Asking the catalogue</source>
        <translation>Katalog wird gefragt</translation>
    </message>
    <message>
        <location filename="../../ui/footprint_pick.py"/>
        <source>Asking the catalogue…</source>
        <translation>Katalog wird gefragt…</translation>
    </message>
    <message>
        <location filename="../../ui/footprint_pick.py"/>
        <source>None of the listed rasters lies here.</source>
        <translation>Hier liegt keines der aufgelisteten Raster.</translation>
    </message>
    <message>
        <location filename="../../ui/footprint_pick.py"/>
        <source>Rasters here: {count} (Shift or Ctrl adds, Escape ends): {names}</source>
        <translation>Raster hier: {count} (Umschalt oder Strg fügt hinzu, Escape beendet): {names}</translation>
    </message>
</context>
<context>
    <name>FoundList</name>
    <message>
        <location filename="../../ui/found_list.py"/>
        <source>Retry</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <location filename="../../ui/found_list.py"/>
        <source>Cancel Search</source>
        <translation>Suche abbrechen</translation>
    </message>
    <message>
        <location filename="../../ui/found_list.py"/>
        <source>The search was cancelled.</source>
        <translation>Die Suche wurde abgebrochen.</translation>
    </message>
    <message>
        <location filename="../../ui/found_list.py"/>
        <source>Cancelled. Image services found: {count}.</source>
        <translation>Abgebrochen. Gefundene Bilddienste: {count}.</translation>
    </message>
    <message>
        <location filename="../../ui/found_list.py"/>
        <source>Searching for image services</source>
        <translation>Suche nach Bilddiensten</translation>
    </message>
    <message>
        <location filename="../../ui/found_list.py"/>
        <source>Searching…</source>
        <translation>Suche…</translation>
    </message>
    <message>
        <location filename="../../ui/found_list.py"/>
        <source>Image services: {shown}.</source>
        <translation>Bilddienste: {shown}.</translation>
    </message>
    <message>
        <location filename="../../ui/found_list.py"/>
        <source>{shown} of {total} image services, scroll for more.</source>
        <translation>{shown} von {total} Bilddiensten, für weitere scrollen.</translation>
    </message>
    <message>
        <location filename="../../ui/found_list.py"/>
        <source>{shown} of {seen} image services looked at, scroll for more.</source>
        <translation>{shown} von {seen} geprüften Bilddiensten, für weitere scrollen.</translation>
    </message>
    <message>
        <location filename="../../ui/found_list.py"/>
        <source>Folders that cannot be read: {count}.</source>
        <translation>Nicht lesbare Ordner: {count}.</translation>
    </message>
    <message>
        <location filename="../../ui/found_list.py"/>
        <source>No image service matches “{text}”.</source>
        <translation>Kein Bilddienst passt zu „{text}“.</translation>
    </message>
    <message>
        <location filename="../../ui/found_list.py"/>
        <source>Filters are active.</source>
        <translation>Filter sind aktiv.</translation>
    </message>
    <message>
        <location filename="../../ui/found_list.py"/>
        <source>No image service passes the filters.</source>
        <translation>Kein Bilddienst entspricht den Filtern.</translation>
    </message>
    <message>
        <location filename="../../ui/found_list.py"/>
        <source>There are no image services here, or none that this sign-in may see.</source>
        <translation>Hier gibt es keine Bilddienste oder keine, die diese Anmeldung sehen darf.</translation>
    </message>
    <message>
        <location filename="../../ui/found_list.py"/>
        <source>The image services could not be listed.</source>
        <translation>Die Bilddienste konnten nicht aufgelistet werden.</translation>
    </message>
</context>
<context>
    <name>GisBar</name>
    <message>
        <location filename="../../ui/gis_bar.py"/>
        <source>Registered portals and servers</source>
        <translation>Registrierte Portale und Server</translation>
    </message>
    <message>
        <location filename="../../ui/gis_bar.py"/>
        <source>&amp;GIS</source>
        <translation>&amp;GIS</translation>
    </message>
    <message>
        <location filename="../../ui/gis_bar.py"/>
        <source>Register GIS…</source>
        <translation>GIS registrieren…</translation>
    </message>
    <message>
        <location filename="../../ui/gis_bar.py"/>
        <source>Edit GIS…</source>
        <translation>GIS bearbeiten…</translation>
    </message>
    <message>
        <location filename="../../ui/gis_bar.py"/>
        <source>Remove GIS…</source>
        <translation>GIS entfernen…</translation>
    </message>
</context>
<context>
    <name>GisCheck</name>
    <message>
        <location filename="../../plugin/gis_check.py"/>
        <source>The portal answers, but names nobody who is signed in: the sign-in belongs to an application or to another portal. Only what is public may be seen with it.</source>
        <translation>Das Portal antwortet, nennt aber niemanden, der angemeldet ist: Die Anmeldung gehört zu einer Anwendung oder zu einem anderen Portal. Mit ihr ist möglicherweise nur Öffentliches zu sehen.</translation>
    </message>
    <message>
        <location filename="../../plugin/gis_check.py"/>
        <source>This server knows no user names: register it without a sign-in.</source>
        <translation>Dieser Server kennt keine Benutzernamen: Registrieren Sie ihn ohne Anmeldung.</translation>
    </message>
    <message>
        <location filename="../../plugin/gis_check.py"/>
        <source>ArcGIS Online at {root}</source>
        <translation>ArcGIS Online unter {root}</translation>
    </message>
    <message>
        <location filename="../../plugin/gis_check.py"/>
        <source>ArcGIS Enterprise portal at {root}</source>
        <translation>ArcGIS-Enterprise-Portal unter {root}</translation>
    </message>
    <message>
        <location filename="../../plugin/gis_check.py"/>
        <source>ArcGIS Server at {root}</source>
        <translation>ArcGIS Server unter {root}</translation>
    </message>
    <message>
        <location filename="../../plugin/gis_check.py"/>
        <source>{server}, which belongs to the portal at {owner}</source>
        <translation>{server}, gehört zum Portal unter {owner}</translation>
    </message>
    <message>
        <location filename="../../plugin/gis_check.py"/>
        <source>Signed in as {who} on {where}, privileges: {privileges}.</source>
        <translation>Angemeldet als {who}, {where}; Berechtigungen: {privileges}.</translation>
    </message>
    <message>
        <location filename="../../plugin/gis_check.py"/>
        <source>{where} answers. Only public services are shown without a sign-in.</source>
        <translation>{where} antwortet. Ohne Anmeldung werden nur öffentliche Dienste gezeigt.</translation>
    </message>
    <message>
        <location filename="../../plugin/gis_check.py"/>
        <source>{where} answers. At its root are folders: {folders}, image services: {services}.</source>
        <translation>{where} antwortet. Auf der obersten Ebene liegen Ordner: {folders}, Bilddienste: {services}.</translation>
    </message>
    <message>
        <location filename="../../plugin/gis_check.py"/>
        <source>Signed in as {who} on {where}. At its root are folders: {folders}, image services: {services}.</source>
        <translation>Angemeldet als {who}, {where}. Auf der obersten Ebene liegen Ordner: {folders}, Bilddienste: {services}.</translation>
    </message>
    <message>
        <location filename="../../plugin/gis_check.py"/>
        <source>read what the organization shares</source>
        <translation>Freigegebenes der Organisation lesen</translation>
    </message>
    <message>
        <location filename="../../plugin/gis_check.py"/>
        <source>publish tiled image services</source>
        <translation>gekachelte Bilddienste veröffentlichen</translation>
    </message>
    <message>
        <location filename="../../plugin/gis_check.py"/>
        <source>publish dynamic image services</source>
        <translation>dynamische Bilddienste veröffentlichen</translation>
    </message>
    <message>
        <location filename="../../plugin/gis_check.py"/>
        <source>raster analysis</source>
        <translation>Rasteranalyse</translation>
    </message>
    <message>
        <location filename="../../plugin/gis_check.py"/>
        <source>read</source>
        <translation>lesen</translation>
    </message>
</context>
<context>
    <name>GisDialog</name>
    <message>
        <location filename="../../ui/gis_dialog.py"/>
        <source>Edit GIS</source>
        <translation>GIS bearbeiten</translation>
    </message>
    <message>
        <location filename="../../ui/gis_dialog.py"/>
        <source>Register GIS</source>
        <translation>GIS registrieren</translation>
    </message>
    <message>
        <location filename="../../ui/gis_dialog.py"/>
        <source>A name of your own</source>
        <translation>Ein Name Ihrer Wahl</translation>
    </message>
    <message>
        <location filename="../../ui/gis_dialog.py"/>
        <source>Address of a portal or a server; any page of it, a service or an item will do as well</source>
        <translation>Adresse eines Portals oder Servers; jede Seite davon, ein Dienst oder ein Element tut es auch</translation>
    </message>
    <message>
        <location filename="../../ui/gis_dialog.py"/>
        <source>Save Anyway</source>
        <translation>Trotzdem speichern</translation>
    </message>
    <message>
        <location filename="../../ui/gis_dialog.py"/>
        <source>Register Anyway</source>
        <translation>Trotzdem registrieren</translation>
    </message>
    <message>
        <location filename="../../ui/gis_dialog.py"/>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <location filename="../../ui/gis_dialog.py"/>
        <source>Register</source>
        <translation>Registrieren</translation>
    </message>
    <message>
        <location filename="../../ui/gis_dialog.py"/>
        <source>Test</source>
        <translation>Testen</translation>
    </message>
    <message>
        <location filename="../../ui/gis_dialog.py"/>
        <source>Sign in, and say as whom</source>
        <translation>Anmelden und zeigen, als wer</translation>
    </message>
    <message>
        <location filename="../../ui/gis_dialog.py"/>
        <source>Portal or Server</source>
        <translation>Portal oder Server</translation>
    </message>
    <message>
        <location filename="../../ui/gis_dialog.py"/>
        <source>&amp;Name</source>
        <translation>&amp;Name</translation>
    </message>
    <message>
        <location filename="../../ui/gis_dialog.py"/>
        <source>&amp;Address</source>
        <translation>&amp;Adresse</translation>
    </message>
    <message>
        <location filename="../../ui/gis_dialog.py"/>
        <source>Find out what is at the address</source>
        <translation>Herausfinden, was unter der Adresse liegt</translation>
    </message>
    <message>
        <location filename="../../ui/gis_dialog.py"/>
        <source>A GIS named “{name}” is registered already: choose another name.</source>
        <translation>Ein GIS namens „{name}“ ist bereits registriert: Wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <location filename="../../ui/gis_dialog.py"/>
        <source>Sign in to {root}</source>
        <translation>Anmelden bei {root}</translation>
    </message>
    <message>
        <location filename="../../ui/gis_dialog.py"/>
        <source>The address is not encrypted, so no sign-in is sent there: use its https address.</source>
        <translation>Die Adresse ist unverschlüsselt, daher wird keine Anmeldung dorthin gesendet: Verwenden Sie die https-Adresse.</translation>
    </message>
    <message>
        <location filename="../../ui/gis_dialog.py"/>
        <source>People sign in with the browser at portals, and this is a server: give its portal.</source>
        <translation>Im Webbrowser meldet man sich bei Portalen an, dies ist aber ein Server: Geben Sie sein Portal an.</translation>
    </message>
    <message>
        <location filename="../../ui/gis_dialog.py"/>
        <source>Stop signing in</source>
        <translation>Anmeldung abbrechen</translation>
    </message>
    <message>
        <location filename="../../ui/gis_dialog.py"/>
        <source>Stop</source>
        <translation>Stopp</translation>
    </message>
</context>
<context>
    <name>GisStore</name>
    <message>
        <location filename="../../plugin/gis_store.py"/>
        <source>QGIS&apos;s authentication database is disabled: enable it in the options, then try again.</source>
        <translation>Die Authentifizierungsdatenbank von QGIS ist deaktiviert: Aktivieren Sie sie in den Optionen und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <location filename="../../plugin/gis_store.py"/>
        <source>The authentication configuration “{authcfg}” cannot be read: enter QGIS&apos;s master password, or choose another configuration.</source>
        <translation>Die Authentifizierungskonfiguration „{authcfg}“ kann nicht gelesen werden: Geben Sie das Hauptkennwort von QGIS ein oder wählen Sie eine andere Konfiguration.</translation>
    </message>
</context>
<context>
    <name>HelpPages</name>
    <message>
        <location filename="../../ui/help_pages.py"/>
        <source>Nothing here can open “{path}”.</source>
        <translation>Hier kann nichts „{path}“ öffnen.</translation>
    </message>
</context>
<context>
    <name>IdentifyPanel</name>
    <message>
        <location filename="../../ui/identify_panel.py"/>
        <source>Identify Image Service</source>
        <translation>Bilddienst abfragen</translation>
    </message>
    <message>
        <location filename="../../ui/identify_panel.py"/>
        <source>Values of all slices</source>
        <translation>Werte aller Schichten</translation>
    </message>
    <message>
        <location filename="../../ui/identify_panel.py"/>
        <source>Histogram</source>
        <translation>Histogramm</translation>
    </message>
    <message>
        <location filename="../../ui/identify_panel.py"/>
        <source>What is plotted</source>
        <translation>Was dargestellt wird</translation>
    </message>
    <message>
        <location filename="../../ui/identify_panel.py"/>
        <source>Click on the map, or draw an area, where a layer of an image service is.</source>
        <translation>Klicken Sie in die Karte, oder zeichnen Sie eine Fläche, wo ein Layer eines Bilddienstes liegt.</translation>
    </message>
    <message>
        <location filename="../../ui/identify_panel.py"/>
        <source>Values at a Point</source>
        <translation>Werte an einem Punkt</translation>
    </message>
    <message>
        <location filename="../../ui/identify_panel.py"/>
        <source>Histogram of a Rectangle</source>
        <translation>Histogramm eines Rechtecks</translation>
    </message>
    <message>
        <location filename="../../ui/identify_panel.py"/>
        <source>Histogram of a Polygon</source>
        <translation>Histogramm eines Polygons</translation>
    </message>
    <message>
        <location filename="../../ui/identify_panel.py"/>
        <source>Copy Values</source>
        <translation>Werte kopieren</translation>
    </message>
    <message>
        <location filename="../../ui/identify_panel.py"/>
        <source>Help</source>
        <translation>Hilfe</translation>
    </message>
    <message>
        <location filename="../../ui/identify_panel.py"/>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <location filename="../../ui/identify_panel.py"/>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <location filename="../../ui/identify_panel.py"/>
        <source>Values</source>
        <translation>Werte</translation>
    </message>
    <message>
        <location filename="../../ui/identify_panel.py"/>
        <source>Asking the service for values…</source>
        <translation>Der Dienst wird nach Werten gefragt…</translation>
    </message>
    <message>
        <location filename="../../ui/identify_panel.py"/>
        <source>There is no value here: NoData, or outside the service.</source>
        <translation>Hier ist kein Wert: NoData, oder außerhalb des Dienstes.</translation>
    </message>
    <message>
        <location filename="../../ui/identify_panel.py"/>
        <source>Rasters here: {count}</source>
        <translation>Raster hier: {count}</translation>
    </message>
    <message>
        <location filename="../../ui/identify_panel.py"/>
        <source>Asking for the values of all slices…</source>
        <translation>Die Werte aller Schichten werden abgefragt…</translation>
    </message>
    <message>
        <location filename="../../ui/identify_panel.py"/>
        <source>There are {count} slices, too many to ask for each of them.</source>
        <translation>Es gibt {count} Schichten, zu viele, um jede abzufragen.</translation>
    </message>
    <message>
        <location filename="../../ui/identify_panel.py"/>
        <source>The service is counting…</source>
        <translation>Der Dienst zählt…</translation>
    </message>
    <message>
        <location filename="../../ui/identify_panel.py"/>
        <source>There are no values in this area.</source>
        <translation>In dieser Fläche sind keine Werte.</translation>
    </message>
    <message>
        <location filename="../../ui/identify_panel.py"/>
        <source>Choose a layer in the Layers panel that comes from an image service, live or downloaded.</source>
        <translation>Wählen Sie im Layerbedienfeld einen Layer, der von einem Bilddienst kommt, live oder heruntergeladen.</translation>
    </message>
    <message>
        <location filename="../../ui/identify_panel.py"/>
        <source>Layer: {name}</source>
        <translation>Layer: {name}</translation>
    </message>
</context>
<context>
    <name>IdentifyResults</name>
    <message>
        <location filename="../../ui/identify_results.py"/>
        <source>Band {number}</source>
        <translation>Kanal {number}</translation>
    </message>
    <message>
        <location filename="../../ui/identify_results.py"/>
        <source>NoData</source>
        <translation>NoData</translation>
    </message>
    <message>
        <location filename="../../ui/identify_results.py"/>
        <source>Cells</source>
        <translation>Zellen</translation>
    </message>
    <message>
        <location filename="../../ui/identify_results.py"/>
        <source>Minimum</source>
        <translation>Minimum</translation>
    </message>
    <message>
        <location filename="../../ui/identify_results.py"/>
        <source>Maximum</source>
        <translation>Maximum</translation>
    </message>
    <message>
        <location filename="../../ui/identify_results.py"/>
        <source>Mean</source>
        <translation>Mittelwert</translation>
    </message>
    <message>
        <location filename="../../ui/identify_results.py"/>
        <source>Standard deviation</source>
        <translation>Standardabweichung</translation>
    </message>
</context>
<context>
    <name>ImageServices</name>
    <message>
        <location filename="../../plugin/gui.py"/>
        <source>Download from Image Service…</source>
        <translation>Von Bilddienst herunterladen…</translation>
    </message>
    <message>
        <location filename="../../plugin/gui.py"/>
        <source>Download pixel values from an ArcGIS image service</source>
        <translation>Pixelwerte von einem ArcGIS-Bilddienst herunterladen</translation>
    </message>
    <message>
        <location filename="../../plugin/gui.py"/>
        <source>Publish Layer as Image Service…</source>
        <translation>Layer als Bilddienst veröffentlichen…</translation>
    </message>
    <message>
        <location filename="../../plugin/gui.py"/>
        <source>Publishing Jobs…</source>
        <translation>Veröffentlichungen…</translation>
    </message>
    <message>
        <location filename="../../plugin/gui.py"/>
        <source>Publish as Image Service…</source>
        <translation>Als Bilddienst veröffentlichen…</translation>
    </message>
    <message>
        <location filename="../../plugin/gui.py"/>
        <source>Image Services</source>
        <translation>Bilddienste</translation>
    </message>
    <message>
        <location filename="../../plugin/gui.py"/>
        <source>Register GIS…</source>
        <translation>GIS registrieren…</translation>
    </message>
    <message>
        <location filename="../../plugin/gui.py"/>
        <source>Browse Image Services…</source>
        <translation>Bilddienste durchsuchen…</translation>
    </message>
    <message>
        <location filename="../../plugin/gui.py"/>
        <source>Identify Image Service</source>
        <translation>Bilddienst abfragen</translation>
    </message>
    <message>
        <location filename="../../plugin/gui.py"/>
        <source>Ask the service of the active layer for its values at a place</source>
        <translation>Den Dienst des aktiven Layers nach seinen Werten an einem Ort fragen</translation>
    </message>
    <message>
        <location filename="../../plugin/provider.py"/>
        <source>Image Services for ArcGIS</source>
        <translation>Image Services for ArcGIS</translation>
    </message>
</context>
<context>
    <name>ImageServicesAlgorithms</name>
    <message>
        <location filename="../../plugin/algorithms/base.py"/>
        <source>Image services</source>
        <translation>Bilddienste</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/base.py"/>
        <source>The address holds a password or a token, which QGIS would keep in its history. Leave it out, and give an authentication configuration instead.</source>
        <translation>Die Adresse enthält ein Kennwort oder ein Token, das QGIS in seinem Verlauf aufbewahren würde. Lassen Sie es weg und geben Sie stattdessen eine Authentifizierungskonfiguration an.</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/base.py"/>
        <source>Cancelled. Nothing was kept.</source>
        <translation>Abgebrochen. Nichts wurde behalten.</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/base.py"/>
        <source>Image service URL</source>
        <translation>URL des Bilddienstes</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/base.py"/>
        <source>Registered GIS</source>
        <translation>Registriertes GIS</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/base.py"/>
        <source>Authentication</source>
        <translation>Authentifizierung</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download.py"/>
        <source>Download from image service</source>
        <translation>Von Bilddienst herunterladen</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download.py"/>
        <source>arcgis,esri,imageserver,exportimage,raster,elevation,imagery,download,rest</source>
        <translation>arcgis,esri,imageserver,exportimage,raster,bilddienst,höhenmodell,luftbild,satellitenbild,download,herunterladen,rest</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download.py"/>
        <source>Downloads pixel values from an ArcGIS image service into a GeoTIFF.

In the service&apos;s own spatial reference and cell size the values are those of the source, bit for bit: the extent is snapped to the service&apos;s cells, nothing is resampled, no rendering is applied, and NoData is kept. In another spatial reference or cell size the server resamples, over one grid, without seams.

The raster is fetched in tiles, several at once; how many depends on how well the server keeps up. The output appears when it is complete. A download that is cancelled leaves nothing; one that fails goes on where it stopped when it is run again with the same output.

Extent: any coordinate system; empty is everything. It is cut to the service&apos;s extent.
Clip to polygons: cells outside become NoData, and tiles outside are not fetched.
Bands: counted from 1, in the order wanted, such as 4,3,2.
Cell size: one number, or width,height, in units of the output; of a tile cache it names a level.
Rendering rule: empty gives raw values; else the name of one of the service&apos;s raster functions, or JSON.
Time: 2020-06-01, 2020-06 for a whole month, or 2020-06-01/2020-06-30.</source>
        <translation>Lädt Pixelwerte von einem ArcGIS-Bilddienst in ein GeoTIFF herunter.

Im Koordinatenbezugssystem und in der Zellengröße des Dienstes sind die Werte Bit für Bit die der Quelle: Die Ausdehnung wird auf die Zellen des Dienstes eingepasst, nichts wird neu abgetastet, keine Darstellung wird angewendet, und NoData bleibt erhalten. In einem anderen Koordinatenbezugssystem oder einer anderen Zellengröße tastet der Server neu ab, über ein einziges Gitter und ohne Nähte.

Das Raster wird in Kacheln geholt, mehrere gleichzeitig; wie viele, hängt davon ab, wie gut der Server nachkommt. Die Ausgabe erscheint, sobald sie vollständig ist. Ein abgebrochener Download hinterlässt nichts; ein gescheiterter geht dort weiter, wo er stehen blieb, wenn er mit derselben Ausgabe noch einmal gestartet wird.

Ausdehnung: in einem beliebigen Koordinatensystem; leer bedeutet alles. Sie wird auf die Ausdehnung des Dienstes beschnitten.
Auf Polygone zuschneiden: Zellen außerhalb werden NoData, Kacheln außerhalb werden nicht geholt.
Kanäle: von 1 an gezählt, in der gewünschten Reihenfolge, etwa 4,3,2.
Zellengröße: eine Zahl oder Breite,Höhe, in Einheiten der Ausgabe; bei einem Kachel-Cache nennt sie eine Stufe.
Rendering-Regel: leer ergibt Rohwerte; sonst der Name einer Rasterfunktion des Dienstes oder JSON.
Zeit: 2020-06-01, 2020-06 für einen ganzen Monat oder 2020-06-01/2020-06-30.</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download.py"/>
        <source>Extent</source>
        <translation>Ausdehnung</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download.py"/>
        <source>Clip to polygons</source>
        <translation>Auf Polygone zuschneiden</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download.py"/>
        <source>Output spatial reference</source>
        <translation>Ausgabe-KBS</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download.py"/>
        <source>Cell size</source>
        <translation>Zellengröße</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download.py"/>
        <source>Bands</source>
        <translation>Kanäle</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download.py"/>
        <source>Downloaded raster</source>
        <translation>Heruntergeladenes Raster</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download.py"/>
        <source>Columns</source>
        <translation>Spalten</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download.py"/>
        <source>Rows</source>
        <translation>Zeilen</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download.py"/>
        <source>Tiles</source>
        <translation>Kacheln</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download.py"/>
        <source>Tiles filled with NoData</source>
        <translation>Mit NoData gefüllte Kacheln</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download.py"/>
        <source>Bytes received</source>
        <translation>Empfangene Bytes</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download.py"/>
        <source>Requests</source>
        <translation>Anfragen</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download.py"/>
        <source>Retries</source>
        <translation>Wiederholungen</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download.py"/>
        <source>Seconds</source>
        <translation>Sekunden</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download.py"/>
        <source>Tile columns</source>
        <translation>Spalten einer Kachel</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download.py"/>
        <source>Tile rows</source>
        <translation>Zeilen einer Kachel</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download.py"/>
        <source>Transfer format</source>
        <translation>Übertragungsformat</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download.py"/>
        <source>Most parallel requests</source>
        <translation>Höchstzahl paralleler Anfragen</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download.py"/>
        <source>When a tile cannot be had</source>
        <translation>Wenn eine Kachel nicht zu bekommen ist</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download.py"/>
        <source>Compression on disk</source>
        <translation>Kompression auf dem Datenträger</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download.py"/>
        <source>Replace an existing output</source>
        <translation>Vorhandene Ausgabe ersetzen</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download.py"/>
        <source>An existing file is replaced only once the new one is complete.</source>
        <translation>Eine vorhandene Datei wird erst ersetzt, wenn die neue vollständig ist.</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download.py"/>
        <source>Interpolation</source>
        <translation>Interpolation</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download.py"/>
        <source>Pixel type</source>
        <translation>Pixeltyp</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download.py"/>
        <source>NoData value</source>
        <translation>NoData-Wert</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download.py"/>
        <source>NoData if</source>
        <translation>NoData, wenn</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download.py"/>
        <source>Largest error allowed (LERC)</source>
        <translation>Größter zulässiger Fehler (LERC)</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download.py"/>
        <source>Compression on the way (TIFF)</source>
        <translation>Kompression bei der Übertragung (TIFF)</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download.py"/>
        <source>Quality (JPEG)</source>
        <translation>Qualität (JPEG)</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download.py"/>
        <source>Rendering rule</source>
        <translation>Rendering-Regel</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download.py"/>
        <source>Mosaic rule</source>
        <translation>Mosaikregel</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download.py"/>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download.py"/>
        <source>Slice</source>
        <translation>Schicht</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download.py"/>
        <source>{columns} × {rows} cells, {bands} {kind}; {tiles} in {requests} with {retries}; {size} in {seconds} s ({rate} MB/s), up to {parallel} at once</source>
        <translation>{columns} × {rows} Zellen, {bands} {kind}; {tiles} in {requests} mit {retries}; {size} in {seconds} s ({rate} MB/s), bis zu {parallel} gleichzeitig</translation>
    </message>
    <message numerus="yes">
        <location filename="../../plugin/algorithms/download.py"/>
        <source>%Ln band(s)</source>
        <translation>
            <numerusform>%Ln Kanal</numerusform>
            <numerusform>%Ln Kanäle</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../plugin/algorithms/download.py"/>
        <source>%Ln tile(s)</source>
        <translation>
            <numerusform>%Ln Kachel</numerusform>
            <numerusform>%Ln Kacheln</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../plugin/algorithms/download.py"/>
        <source>%Ln request(s)</source>
        <translation>
            <numerusform>%Ln Anfrage</numerusform>
            <numerusform>%Ln Anfragen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../plugin/algorithms/download.py"/>
        <source>%Ln retries</source>
        <translation>
            <numerusform>%Ln Wiederholung</numerusform>
            <numerusform>%Ln Wiederholungen</numerusform>
        </translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download.py"/>
        <source>Transfer format: {reason}</source>
        <translation>Übertragungsformat: {reason}</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download.py"/>
        <source>Native grid: the values are those of the source, unchanged</source>
        <translation>Originalgitter: Die Werte sind unverändert die der Quelle</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download.py"/>
        <source>column {column}, row {row}, {columns} × {rows} cells</source>
        <translation>Spalte {column}, Zeile {row}, {columns} × {rows} Zellen</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download.py"/>
        <source>Filled with NoData: {where} ({reason})</source>
        <translation>Mit NoData gefüllt: {where} ({reason})</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download_options.py"/>
        <source>“{text}” is no cell size: give one number, or width,height.</source>
        <translation>„{text}“ ist keine Zellengröße: Geben Sie eine Zahl an, oder Breite,Höhe.</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download_options.py"/>
        <source>“{text}” is no NoData value: give one number, or one per band.</source>
        <translation>„{text}“ ist kein NoData-Wert: Geben Sie eine Zahl an, oder eine je Kanal.</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download_options.py"/>
        <source>The layer to clip to holds no polygons: choose another one.</source>
        <translation>Der Layer zum Zuschneiden enthält keine Polygone: Wählen Sie einen anderen.</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download_options.py"/>
        <source>“{text}” is no extent: write xmin,xmax,ymin,ymax [EPSG:code].</source>
        <translation>„{text}“ ist keine Ausdehnung: Schreiben Sie xmin,xmax,ymin,ymax [EPSG:Code].</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download_options.py"/>
        <source>The extent “{text}” is empty or upside down: QGIS writes extents as xmin,xmax,ymin,ymax [EPSG:code].</source>
        <translation>Die Ausdehnung „{text}“ ist leer oder verkehrt herum: QGIS schreibt Ausdehnungen als xmin,xmax,ymin,ymax [EPSG:Code].</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download_options.py"/>
        <source>“{text}” is no list of bands: give whole numbers, such as 4,3,2.</source>
        <translation>„{text}“ ist keine Liste von Kanälen: Geben Sie ganze Zahlen an, etwa 4,3,2.</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/download_options.py"/>
        <source>“{text}” is no whole number.</source>
        <translation>„{text}“ ist keine ganze Zahl.</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/downloadoriginals.py"/>
        <source>Download original rasters of image service</source>
        <translation>Originalraster eines Bilddienstes herunterladen</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/downloadoriginals.py"/>
        <source>arcgis,esri,imageserver,mosaic,originals,source,rasters,files,download,vrt</source>
        <translation>arcgis,esri,imageserver,mosaik,originale,quelle,raster,dateien,herunterladen,vrt</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/downloadoriginals.py"/>
        <source>Downloads the source rasters of an ArcGIS image service as they are: every file of each, byte for byte, with overviews and side files. The owner of the service has to allow it (Catalog and Download).

Sizes are checked. Files that are there already are not fetched again, and a file that was begun is continued. A virtual raster (VRT) shows all of them as one.

Extent, condition, time and ids choose the rasters; without any of them all are downloaded, up to the limit.
Cut to the extent: the server cuts the rasters before it sends them; they are no originals then.</source>
        <translation>Lädt die Quellraster eines ArcGIS-Bilddienstes herunter, wie sie sind: jede Datei, Byte für Byte, mit Übersichten und Begleitdateien. Der Eigentümer des Dienstes muss es erlauben (Catalog und Download).

Größen werden geprüft. Dateien, die schon da sind, werden nicht noch einmal geholt, und eine angefangene Datei wird fortgesetzt. Ein virtuelles Raster (VRT) zeigt alle als eines.

Ausdehnung, Bedingung, Zeit und Nummern wählen die Raster aus; ohne sie werden alle heruntergeladen, bis zur Obergrenze.
Auf die Ausdehnung zuschneiden: Der Server schneidet die Raster zu, bevor er sie schickt; Originale sind es dann nicht mehr.</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/downloadoriginals.py"/>
        <source>Most rasters</source>
        <translation>Raster höchstens</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/downloadoriginals.py"/>
        <source>Cut to the extent</source>
        <translation>Auf die Ausdehnung zuschneiden</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/downloadoriginals.py"/>
        <source>Make a virtual raster</source>
        <translation>Ein virtuelles Raster anlegen</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/downloadoriginals.py"/>
        <source>Replace existing files</source>
        <translation>Vorhandene Dateien ersetzen</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/downloadoriginals.py"/>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/downloadoriginals.py"/>
        <source>Virtual raster</source>
        <translation>Virtuelles Raster</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/downloadoriginals.py"/>
        <source>Rasters</source>
        <translation>Raster</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/downloadoriginals.py"/>
        <source>Files</source>
        <translation>Dateien</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/downloadoriginals.py"/>
        <source>Files that were there already</source>
        <translation>Dateien, die schon da waren</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/downloadoriginals.py"/>
        <source>Cancelled. Whole files stay; run it again with the same parameters to continue.</source>
        <translation>Abgebrochen. Ganze Dateien bleiben; mit denselben Parametern noch einmal ausgeführt, geht es weiter.</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/downloadoriginals.py"/>
        <source>Give the extent to cut the rasters to.</source>
        <translation>Geben Sie die Ausdehnung an, auf die zugeschnitten werden soll.</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/downloadoriginals.py"/>
        <source>No raster matches: widen the extent or the time, or leave the condition out.</source>
        <translation>Kein Raster passt: Erweitern Sie Ausdehnung oder Zeit, oder lassen Sie die Bedingung weg.</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/downloadoriginals.py"/>
        <source>{count} rasters match, more than the limit of {most}: restrict them, or raise the limit.</source>
        <translation>{count} Raster passen, mehr als die Obergrenze von {most}: Schränken Sie ein, oder erhöhen Sie die Obergrenze.</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/downloadoriginals.py"/>
        <source>{files} of {rasters}; {size} in {seconds} s</source>
        <translation>{files} von {rasters}; {size} in {seconds} s</translation>
    </message>
    <message numerus="yes">
        <location filename="../../plugin/algorithms/downloadoriginals.py"/>
        <source>%Ln file(s)</source>
        <translation>
            <numerusform>%Ln Datei</numerusform>
            <numerusform>%Ln Dateien</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../plugin/algorithms/downloadoriginals.py"/>
        <source>%Ln raster(s)</source>
        <translation>
            <numerusform>%Ln Raster</numerusform>
            <numerusform>%Ln Rastern</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../plugin/algorithms/downloadoriginals.py"/>
        <source>%Ln file(s) were there already</source>
        <translation>
            <numerusform>%Ln Datei war schon da</numerusform>
            <numerusform>%Ln Dateien waren schon da</numerusform>
        </translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/downloadoriginals.py"/>
        <source>Not in the virtual raster: {path} ({reason})</source>
        <translation>Nicht im virtuellen Raster: {path} ({reason})</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/downloadtimeseries.py"/>
        <source>Download time series from image service</source>
        <translation>Zeitreihe aus Bilddienst herunterladen</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/downloadtimeseries.py"/>
        <source>arcgis,esri,imageserver,time,temporal,multidimensional,slices,dates,series,stack,download</source>
        <translation>arcgis,esri,imageserver,zeit,zeitlich,mehrdimensional,schichten,daten,reihe,stapel,herunterladen</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/downloadtimeseries.py"/>
        <source>Downloads many dates, depths or variables of an ArcGIS image service as one job: one raster for each slice, or one raster with a band for each. Every slice has the same cells.

The dates are those that the service really has: its slices, its dimensions, or the dates of the rasters in its catalogue. Layers that are added to the project know their time, so that the Temporal Controller plays them at once.

Finished slices stay when the job is cancelled or fails: run it again with the same parameters, and only what is missing is fetched.

Time: 2020-06-01, or 2020-01-01/2020-12-31; empty is everything.
Variables: names, separated by commas; empty is all.
Other dimensions: StdZ=-10, or a range such as StdZ=-10/0; several are separated by semicolons.
One slice for each: date puts rasters of one moment together; day, month and year put more together.
Layout: files gives a folder of GeoTIFFs, bands gives one GeoTIFF.</source>
        <translation>Lädt viele Zeitpunkte, Tiefen oder Variablen eines ArcGIS-Bilddienstes in einem Auftrag herunter: ein Raster je Schicht oder ein Raster mit einem Band je Schicht. Alle Schichten haben dieselben Zellen.

Die Zeitpunkte sind die, die der Dienst wirklich hat: seine Schichten, seine Dimensionen oder die Zeitpunkte der Raster in seinem Katalog. Layer, die ins Projekt kommen, kennen ihre Zeit, sodass die Zeitsteuerung sie sofort abspielt.

Fertige Schichten bleiben, wenn der Auftrag abgebrochen wird oder scheitert: Mit denselben Parametern noch einmal ausgeführt, wird nur geholt, was fehlt.

Zeit: 2020-06-01 oder 2020-01-01/2020-12-31; leer ist alles.
Variablen: Namen, durch Kommas getrennt; leer sind alle.
Weitere Dimensionen: StdZ=-10 oder ein Bereich wie StdZ=-10/0; mehrere werden durch Semikolons getrennt.
Eine Schicht für: date fasst Raster eines Zeitpunkts zusammen; day, month und year fassen mehr zusammen.
Anordnung: files ergibt einen Ordner mit GeoTIFFs, bands ergibt ein GeoTIFF.</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/downloadtimeseries.py"/>
        <source>Layout</source>
        <translation>Anordnung</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/downloadtimeseries.py"/>
        <source>Folder (files)</source>
        <translation>Ordner (files)</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/downloadtimeseries.py"/>
        <source>Raster (bands)</source>
        <translation>Raster (bands)</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/downloadtimeseries.py"/>
        <source>Add the layers to the project</source>
        <translation>Layer zum Projekt hinzufügen</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/downloadtimeseries.py"/>
        <source>Layers</source>
        <translation>Layer</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/downloadtimeseries.py"/>
        <source>Slices</source>
        <translation>Schichten</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/downloadtimeseries.py"/>
        <source>Slices that were there already</source>
        <translation>Schichten, die schon da waren</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/downloadtimeseries.py"/>
        <source>Bands of each slice</source>
        <translation>Bänder je Schicht</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/downloadtimeseries.py"/>
        <source>Cancelled. Finished slices stay; run it again with the same parameters to continue.</source>
        <translation>Abgebrochen. Fertige Schichten bleiben; mit denselben Parametern noch einmal ausgeführt, geht es weiter.</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/downloadtimeseries.py"/>
        <source>Asking for the dates…</source>
        <translation>Zeitpunkte werden erfragt…</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/downloadtimeseries.py"/>
        <source>Give a file for the raster with a band for each slice.</source>
        <translation>Geben Sie eine Datei für das Raster mit einem Band je Schicht an.</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/downloadtimeseries.py"/>
        <source>Give a folder for the rasters of the slices.</source>
        <translation>Geben Sie einen Ordner für die Raster der Schichten an.</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/downloadtimeseries.py"/>
        <source>{slices} of {columns} × {rows} cells, {bands} {kind}; {requests}, {size} in {seconds} s</source>
        <translation>{slices} mit {columns} × {rows} Zellen, {bands} {kind}; {requests}, {size} in {seconds} s</translation>
    </message>
    <message numerus="yes">
        <location filename="../../plugin/algorithms/downloadtimeseries.py"/>
        <source>%Ln slice(s)</source>
        <translation>
            <numerusform>%Ln Schicht</numerusform>
            <numerusform>%Ln Schichten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../plugin/algorithms/downloadtimeseries.py"/>
        <source>%Ln slice(s) were there already</source>
        <translation>
            <numerusform>%Ln Schicht war schon da</numerusform>
            <numerusform>%Ln Schichten waren schon da</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../plugin/algorithms/downloadtimeseries.py"/>
        <source>%Ln tile(s) could not be had and are NoData</source>
        <translation>
            <numerusform>%Ln Kachel war nicht zu bekommen und ist NoData</numerusform>
            <numerusform>%Ln Kacheln waren nicht zu bekommen und sind NoData</numerusform>
        </translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/listservices.py"/>
        <source>List image services</source>
        <translation>Bilddienste auflisten</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/listservices.py"/>
        <source>arcgis,esri,imageserver,catalog,browse,search,footprints,portal</source>
        <translation>arcgis,esri,imageserver,bilddienst,katalog,durchsuchen,suchen,umrisse,portal</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/listservices.py"/>
        <source>Lists the image services of a registered GIS, or of the portal, server or service at an address: one footprint per service, with what the service says of itself. Servers are read folder by folder, at any depth; portals are searched. Services that want a sign-in are listed and say so.

Search: words that must occur; empty lists everything.</source>
        <translation>Listet die Bilddienste eines registrierten GIS auf, oder des Portals, Servers oder Dienstes unter einer Adresse: je Dienst ein Umriss mit dem, was der Dienst über sich sagt. Server werden Ordner für Ordner gelesen, in beliebiger Tiefe; Portale werden durchsucht. Dienste, die eine Anmeldung verlangen, werden mit diesem Hinweis aufgelistet.

Suche: Wörter, die vorkommen müssen; leer listet alles auf.</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/listservices.py"/>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/listservices.py"/>
        <source>Search</source>
        <translation>Suche</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/listservices.py"/>
        <source>Footprints</source>
        <translation>Umrisse</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/listservices.py"/>
        <source>Services</source>
        <translation>Dienste</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/listservices.py"/>
        <source>Choose a registered GIS, or give an address.</source>
        <translation>Wählen Sie ein registriertes GIS oder geben Sie eine Adresse an.</translation>
    </message>
    <message numerus="yes">
        <location filename="../../plugin/algorithms/listservices.py"/>
        <source>%n service(s)</source>
        <translation>
            <numerusform>%n Dienst</numerusform>
            <numerusform>%n Dienste</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../plugin/algorithms/listservices.py"/>
        <source>%n image service(s)</source>
        <translation>
            <numerusform>%n Bilddienst</numerusform>
            <numerusform>%n Bilddienste</numerusform>
        </translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/publish.py"/>
        <source>Publish as image service</source>
        <translation>Als Bilddienst veröffentlichen</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/publish.py"/>
        <source>arcgis,esri,imageserver,upload,share,hosted imagery,copyraster,raster,portal</source>
        <translation>arcgis,esri,imageserver,hochladen,veröffentlichen,teilen,bilder,copyraster,raster,portal</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/publish.py"/>
        <source>Publishes a raster layer of any kind as a new image service of a registered GIS: ArcGIS Online, or ArcGIS Enterprise with raster analytics. A stand-alone server cannot make services over the web.

With promotion, the raster is converted to the next larger pixel type that holds every value exactly, and the largest value of that type becomes NoData: Float32 becomes Float64 with NoData 1.797e308. Without, pixel type and NoData stay as they are.

Publishing that fails or is cancelled leaves nothing on the server.

Service name: letters, digits and underscores; blanks become underscores.
Folder: the title of one of your folders; it is made where there is none.
Tags: words, separated by commas.
Bands: counted from 1, in the order wanted, such as 4,3,2; empty is all.
Kind: tiled or dynamic imagery, on ArcGIS Online only; auto is what your account may make.
Wait: without, the algorithm ends once the job is submitted; Publishing Jobs in the menu Raster shows how far it is.

Outputs: the address of the service, the id of its item and of the job, and the status: succeeded, or submitted.</source>
        <translation>Veröffentlicht einen Rasterlayer jeder Art als neuen Bilddienst eines registrierten GIS: ArcGIS Online oder ArcGIS Enterprise mit Rasteranalyse. Ein eigenständiger Server kann über das Netz keine Dienste anlegen.

Mit Erweiterung wird das Raster in den nächstgrößeren Pixeltyp umgewandelt, der jeden Wert genau fasst, und der größte Wert dieses Typs wird NoData: Aus Float32 wird Float64 mit NoData 1.797e308. Ohne sie bleiben Pixeltyp und NoData, wie sie sind.

Eine Veröffentlichung, die fehlschlägt oder abgebrochen wird, lässt auf dem Server nichts zurück.

Dienstname: Buchstaben, Ziffern und Unterstriche; aus Leerzeichen werden Unterstriche.
Ordner: der Titel eines Ihrer Ordner; er wird angelegt, wo es keinen gibt.
Schlagwörter: Wörter, durch Kommas getrennt.
Kanäle: von 1 an gezählt, in der gewünschten Reihenfolge, etwa 4,3,2; leer sind alle.
Art: gekachelt (tiled) oder dynamisch (dynamic), nur auf ArcGIS Online; auto ist, was Ihr Konto anlegen darf.
Warten: Ohne endet der Algorithmus, sobald der Auftrag erteilt ist; Veröffentlichungen im Menü Raster zeigt, wie weit er ist.

Ausgaben: die Adresse des Dienstes, die Kennungen seines Elements und des Auftrags, und der Status: succeeded oder submitted.</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/publish.py"/>
        <source>Raster layer</source>
        <translation>Rasterlayer</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/publish.py"/>
        <source>Service name</source>
        <translation>Dienstname</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/publish.py"/>
        <source>Title</source>
        <translation>Titel</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/publish.py"/>
        <source>Tags</source>
        <translation>Schlagwörter</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/publish.py"/>
        <source>Summary</source>
        <translation>Zusammenfassung</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/publish.py"/>
        <source>Promote the pixel type</source>
        <translation>Pixeltyp erweitern</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/publish.py"/>
        <source>Kind of service</source>
        <translation>Art des Dienstes</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/publish.py"/>
        <source>Wait until the service is ready</source>
        <translation>Warten, bis der Dienst bereit ist</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/publish.py"/>
        <source>Item</source>
        <translation>Element</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/publish.py"/>
        <source>Job</source>
        <translation>Auftrag</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/publish.py"/>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/publish.py"/>
        <source>{promotion}; {size} sent with {retries}</source>
        <translation>{promotion}; {size} gesendet mit {retries}</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/publish.py"/>
        <source>The job is submitted; the server goes on by itself.</source>
        <translation>Der Auftrag ist erteilt; der Server arbeitet von selbst weiter.</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/querycatalog.py"/>
        <source>Query catalog of image service</source>
        <translation>Katalog eines Bilddienstes abfragen</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/querycatalog.py"/>
        <source>arcgis,esri,imageserver,mosaic,catalog,footprints,scenes,dates,query</source>
        <translation>arcgis,esri,imageserver,mosaik,katalog,umrisse,szenen,daten,abfrage</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/querycatalog.py"/>
        <source>Lists the rasters that an ArcGIS image service is made of: one footprint for each, with its name, its dates and all attributes of the catalogue. All matching rasters are listed, however few the server hands out at once.

Extent: any coordinate system; footprints that touch it.
Condition: SQL on the attributes, such as CloudCover &lt; 10 AND Month = 6.
Time: 2020-06-01, or 2020-01-01/2020-12-31.
Sort by: names of fields, such as AcquisitionDate DESC.</source>
        <translation>Listet die Raster auf, aus denen ein ArcGIS-Bilddienst besteht: je einen Umriss mit Name, Zeitpunkten und allen Attributen des Katalogs. Alle passenden Raster werden aufgelistet, wie wenige der Server auch auf einmal herausgibt.

Ausdehnung: in jedem Koordinatensystem; Umrisse, die sie berühren.
Bedingung: SQL über die Attribute, etwa CloudCover &lt; 10 AND Month = 6.
Zeit: 2020-06-01 oder 2020-01-01/2020-12-31.
Sortieren nach: Namen von Feldern, etwa AcquisitionDate DESC.</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/registergis.py"/>
        <source>Register GIS</source>
        <translation>GIS registrieren</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/registergis.py"/>
        <source>arcgis,esri,portal,server,sign in,login,register</source>
        <translation>arcgis,esri,portal,server,anmelden,anmeldung,login,registrieren</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/registergis.py"/>
        <source>Registers an ArcGIS Online organisation, an Enterprise portal or a stand-alone ArcGIS Server under a name, which the other algorithms take as GIS. The name and the address are kept in the user&apos;s profile; user names, passwords and tokens stay in QGIS&apos;s authentication database.

Authentication: a configuration of the method Basic holds the user name and password of an ArcGIS account; one of the method Esri token is a ready token; all other methods are applied to requests by QGIS itself.

A name can be registered once.</source>
        <translation>Registriert eine ArcGIS-Online-Organisation, ein Enterprise-Portal oder einen eigenständigen ArcGIS Server unter einem Namen, den die anderen Algorithmen als GIS annehmen. Name und Adresse werden im Benutzerprofil aufbewahrt; Benutzernamen, Kennwörter und Token bleiben in der Authentifizierungsdatenbank von QGIS.

Authentifizierung: Eine Konfiguration der Methode Basis enthält Benutzername und Kennwort eines ArcGIS-Kontos; eine der Methode Esri-Token ist ein fertiges Token; alle anderen Methoden wendet QGIS selbst auf die Anfragen an.

Ein Name kann nur einmal registriert werden.</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/registergis.py"/>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/registergis.py"/>
        <source>Address (empty: ArcGIS Online)</source>
        <translation>Adresse (leer: ArcGIS Online)</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/registergis.py"/>
        <source>Registered “{name}”: {url}</source>
        <translation>„{name}“ wurde registriert: {url}</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/samplepoints.py"/>
        <source>Sample image service at points</source>
        <translation>Bilddienst an Punkten abtasten</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/samplepoints.py"/>
        <source>arcgis,esri,imageserver,sample,points,values,extract,identify,profile,time</source>
        <translation>arcgis,esri,imageserver,abtasten,punkte,werte,auslesen,abfragen,profil,zeit</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/samplepoints.py"/>
        <source>Reads the values of an ArcGIS image service at the points of a layer: one field for each band, without downloading the raster. NoData and places outside become NULL.

A row for each date or slice: every point comes once for each date, depth and variable that the other parameters choose. Else time, condition and mosaic rule choose what the service shows, or time, variables and other dimensions one slice.

Rendering rule: empty reads raw values.</source>
        <translation>Liest die Werte eines ArcGIS-Bilddienstes an den Punkten eines Layers: ein Feld je Band, ohne das Raster herunterzuladen. NoData und Orte außerhalb werden NULL.

Eine Zeile je Zeitpunkt oder Schicht: Jeder Punkt kommt einmal für jeden Zeitpunkt, jede Tiefe und jede Variable vor, die die anderen Parameter auswählen. Sonst wählen Zeit, Bedingung und Mosaikregel aus, was der Dienst zeigt, oder Zeit, Variablen und weitere Dimensionen eine Schicht.

Rendering-Regel: leer liest Rohwerte.</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/samplepoints.py"/>
        <source>Points</source>
        <translation>Punkte</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/samplepoints.py"/>
        <source>A row for each date or slice</source>
        <translation>Eine Zeile je Zeitpunkt oder Schicht</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/samplepoints.py"/>
        <source>Sampled points</source>
        <translation>Abgetastete Punkte</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/samplepoints.py"/>
        <source>Samples</source>
        <translation>Abtastwerte</translation>
    </message>
    <message numerus="yes">
        <location filename="../../plugin/algorithms/samplepoints.py"/>
        <source>%Ln sample(s)</source>
        <translation>
            <numerusform>%Ln Abtastwert</numerusform>
            <numerusform>%Ln Abtastwerte</numerusform>
        </translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/samplepoints.py"/>
        <source>{count} slices match: choose one of them by time, variable and other dimensions, or a row for each.</source>
        <translation>{count} Schichten passen: eine davon über Zeit, Variable und weitere Dimensionen auswählen, oder eine Zeile je Schicht verlangen.</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/service_facts.py"/>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/service_facts.py"/>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/service_facts.py"/>
        <source>NoData</source>
        <translation>NoData</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/service_facts.py"/>
        <source>by mask</source>
        <translation>durch Maske</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/service_facts.py"/>
        <source>Spatial reference</source>
        <translation>Koordinatenbezugssystem</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/service_facts.py"/>
        <source>not given</source>
        <translation>nicht angegeben</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/service_facts.py"/>
        <source>Largest request</source>
        <translation>Größte Anfrage</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/service_facts.py"/>
        <source>Capabilities</source>
        <translation>Fähigkeiten</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/service_facts.py"/>
        <source>Raster functions</source>
        <translation>Rasterfunktionen</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/service_facts.py"/>
        <source>Server version</source>
        <translation>Serverversion</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/service_facts.py"/>
        <source>Description</source>
        <translation>Beschreibung</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/service_facts.py"/>
        <source>Copyright</source>
        <translation>Urheberrecht</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/serviceinfo.py"/>
        <source>Image service information</source>
        <translation>Informationen zu Bilddienst</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/serviceinfo.py"/>
        <source>arcgis,esri,imageserver,describe,metadata,properties,rest</source>
        <translation>arcgis,esri,imageserver,bilddienst,beschreiben,metadaten,eigenschaften,rest</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/serviceinfo.py"/>
        <source>Describes an ArcGIS image service: extent, spatial reference, cell size, bands, pixel type, NoData, limits, raster functions and copyright. The HTML is for people; the JSON is the service&apos;s own, with the values as they are understood here under “summary”.</source>
        <translation>Beschreibt einen ArcGIS-Bilddienst: Ausdehnung, Koordinatenbezugssystem, Zellengröße, Kanäle, Pixeltyp, NoData, Grenzen, Rasterfunktionen und Urheberrecht. Das HTML ist für Menschen; das JSON ist das des Dienstes, ergänzt unter „summary“ um die Werte, wie sie hier verstanden werden.</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/serviceinfo.py"/>
        <source>HTML files (*.html)</source>
        <translation>HTML-Dateien (*.html)</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/serviceinfo.py"/>
        <source>Description as JSON</source>
        <translation>Beschreibung als JSON</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/serviceinfo.py"/>
        <source>JSON files (*.json)</source>
        <translation>JSON-Dateien (*.json)</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/serviceinfo.py"/>
        <source>“{path}” cannot be written: {reason}.</source>
        <translation>„{path}“ kann nicht geschrieben werden: {reason}.</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/step_options.py"/>
        <source>Variables</source>
        <translation>Variablen</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/step_options.py"/>
        <source>Other dimensions</source>
        <translation>Weitere Dimensionen</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/step_options.py"/>
        <source>One slice for each</source>
        <translation>Eine Schicht für</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/step_options.py"/>
        <source>Condition on the rasters</source>
        <translation>Bedingung für die Raster</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/step_options.py"/>
        <source>An SQL condition on the attributes of the catalogue, such as CloudCover &lt; 10.</source>
        <translation>Eine SQL-Bedingung für die Attribute des Katalogs, etwa CloudCover &lt; 10.</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/step_options.py"/>
        <source>Ids of rasters</source>
        <translation>Nummern von Rastern</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/step_options.py"/>
        <source>Sort by</source>
        <translation>Sortieren nach</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/step_options.py"/>
        <source>Leave overviews out</source>
        <translation>Übersichten weglassen</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/step_options.py"/>
        <source>“{text}” is no list of ids: give whole numbers, such as 3,7.</source>
        <translation>„{text}“ ist keine Liste von Nummern: Geben Sie ganze Zahlen an, etwa 3,7.</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/step_options.py"/>
        <source>“{text}” names no place along a dimension: write StdZ=-10, or StdZ=-10/0.</source>
        <translation>„{text}“ nennt keinen Ort entlang einer Dimension: Schreiben Sie StdZ=-10 oder StdZ=-10/0.</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/unregistergis.py"/>
        <source>Unregister GIS</source>
        <translation>GIS-Registrierung aufheben</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/unregistergis.py"/>
        <source>arcgis,esri,portal,server,remove,forget</source>
        <translation>arcgis,esri,portal,server,entfernen,vergessen,abmelden</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/unregistergis.py"/>
        <source>Forgets a registered GIS. Its authentication configuration stays in QGIS&apos;s authentication database, since other connections may use it.</source>
        <translation>Vergisst ein registriertes GIS. Seine Authentifizierungskonfiguration bleibt in der Authentifizierungsdatenbank von QGIS, da andere Verbindungen sie verwenden könnten.</translation>
    </message>
    <message>
        <location filename="../../plugin/algorithms/unregistergis.py"/>
        <source>“{name}” is no longer registered.</source>
        <translation>„{name}“ ist nicht mehr registriert.</translation>
    </message>
    <message>
        <location filename="../../plugin/crs.py"/>
        <source>A spatial reference among the inputs is not known to QGIS: choose another one.</source>
        <translation>QGIS kennt ein Koordinatenbezugssystem unter den Eingaben nicht: Wählen Sie ein anderes.</translation>
    </message>
    <message>
        <location filename="../../ui/unfinished_offers.py"/>
        <source>The polygons to clip to are not there any more: load their layer, and try again.</source>
        <translation>Die Polygone, auf die zugeschnitten wird, sind nicht mehr da: ihren Layer laden und erneut versuchen.</translation>
    </message>
</context>
<context>
    <name>LayerActions</name>
    <message>
        <location filename="../../plugin/layer_actions.py"/>
        <source>Refresh from Service</source>
        <translation>Vom Dienst aktualisieren</translation>
    </message>
    <message>
        <location filename="../../plugin/layer_actions.py"/>
        <source>Download Another Extent…</source>
        <translation>Andere Ausdehnung herunterladen…</translation>
    </message>
    <message>
        <location filename="../../plugin/layer_actions.py"/>
        <source>Download Pixel Values…</source>
        <translation>Pixelwerte herunterladen…</translation>
    </message>
    <message>
        <location filename="../../plugin/layer_actions.py"/>
        <source>Image Services</source>
        <translation>Bilddienste</translation>
    </message>
    <message>
        <location filename="../../plugin/layer_actions.py"/>
        <source>Refreshing “{name}”</source>
        <translation>Aktualisieren von „{name}“</translation>
    </message>
    <message>
        <location filename="../../plugin/layer_actions.py"/>
        <source>Refreshed</source>
        <translation>Aktualisiert</translation>
    </message>
    <message>
        <location filename="../../plugin/layer_actions.py"/>
        <source>“{name}” holds what the service holds now.</source>
        <translation>„{name}“ enthält jetzt, was der Dienst enthält.</translation>
    </message>
    <message>
        <location filename="../../plugin/layer_actions.py"/>
        <source>“{name}” was not refreshed</source>
        <translation>„{name}“ wurde nicht aktualisiert</translation>
    </message>
    <message>
        <location filename="../../plugin/layer_actions.py"/>
        <source>Cancelled</source>
        <translation>Abgebrochen</translation>
    </message>
    <message>
        <location filename="../../plugin/layer_actions.py"/>
        <source>“{name}” is as it was.</source>
        <translation>„{name}“ ist unverändert.</translation>
    </message>
</context>
<context>
    <name>LayerPart</name>
    <message>
        <location filename="../../plugin/layer_part.py"/>
        <source>The map is empty: choose the whole layer.</source>
        <translation>Die Karte ist leer: Wählen Sie den ganzen Layer.</translation>
    </message>
    <message>
        <location filename="../../plugin/layer_part.py"/>
        <source>The map shows nothing of the layer: move the map, or choose all of it.</source>
        <translation>Die Karte zeigt nichts von dem Layer: Verschieben Sie die Karte, oder wählen Sie den ganzen Layer.</translation>
    </message>
</context>
<context>
    <name>LayerSource</name>
    <message>
        <location filename="../../plugin/layer_source.py"/>
        <source>The layer “{name}” cannot be read: repair its data source first.</source>
        <translation>Der Layer „{name}“ kann nicht gelesen werden: Stellen Sie zuerst seine Datenquelle wieder her.</translation>
    </message>
    <message>
        <location filename="../../plugin/layer_source.py"/>
        <source>A server draws this layer: what is published is a picture with colors, not the values behind it.</source>
        <translation>Ein Server zeichnet diesen Layer: Veröffentlicht wird ein Bild mit Farben, nicht die Werte dahinter.</translation>
    </message>
    <message>
        <location filename="../../plugin/provider_source.py"/>
        <source>QGIS could not read all cells of the layer: {reason}</source>
        <translation>QGIS konnte nicht alle Zellen des Layers lesen: {reason}</translation>
    </message>
    <message>
        <location filename="../../plugin/provider_source.py"/>
        <source>its provider gave none.</source>
        <translation>Die Datenquelle lieferte keine.</translation>
    </message>
    <message>
        <location filename="../../plugin/provider_source.py"/>
        <source>QGIS could not read the colors of the layer.</source>
        <translation>QGIS konnte die Farben des Layers nicht lesen.</translation>
    </message>
    <message>
        <location filename="../../plugin/provider_source.py"/>
        <source>The layer does not say how far it reaches, so its cells cannot be read.</source>
        <translation>Der Layer sagt nicht, wie weit er reicht; seine Zellen können darum nicht gelesen werden.</translation>
    </message>
    <message>
        <location filename="../../plugin/provider_source.py"/>
        <source>Band {number} has values of a kind that image services do not know.</source>
        <translation>Kanal {number} hat Werte einer Art, die Bilddienste nicht kennen.</translation>
    </message>
</context>
<context>
    <name>Layers</name>
    <message>
        <location filename="../../plugin/layer_metadata.py"/>
        <source>Image service</source>
        <translation>Bilddienst</translation>
    </message>
    <message>
        <location filename="../../plugin/layer_metadata.py"/>
        <source>Bands:</source>
        <translation>Kanäle:</translation>
    </message>
    <message>
        <location filename="../../plugin/layer_metadata.py"/>
        <source>Unit of the values: {unit}</source>
        <translation>Einheit der Werte: {unit}</translation>
    </message>
    <message>
        <location filename="../../plugin/layer_metadata.py"/>
        <source>Properties of the service:</source>
        <translation>Eigenschaften des Dienstes:</translation>
    </message>
    <message>
        <location filename="../../plugin/layer_metadata.py"/>
        <source>Sensor</source>
        <translation>Sensor</translation>
    </message>
    <message>
        <location filename="../../plugin/layer_metadata.py"/>
        <source>Unit</source>
        <translation>Einheit</translation>
    </message>
    <message>
        <location filename="../../plugin/layer_metadata.py"/>
        <source>Wavelengths</source>
        <translation>Wellenlängen</translation>
    </message>
    <message>
        <location filename="../../plugin/layer_metadata.py"/>
        <source>{when}: downloaded from {url}: {columns} × {rows} cells, {bands} {kind}, {grid}</source>
        <translation>{when}: heruntergeladen von {url}: {columns} × {rows} Zellen, {bands} {kind}, {grid}</translation>
    </message>
    <message numerus="yes">
        <location filename="../../plugin/layer_metadata.py"/>
        <source>%n band(s)</source>
        <translation>
            <numerusform>%n Kanal</numerusform>
            <numerusform>%n Kanäle</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../plugin/layer_metadata.py"/>
        <source>%n tile(s) could not be had and are NoData.</source>
        <translation>
            <numerusform>%n Kachel war nicht zu bekommen und ist NoData.</numerusform>
            <numerusform>%n Kacheln waren nicht zu bekommen und sind NoData.</numerusform>
        </translation>
    </message>
    <message>
        <location filename="../../plugin/layer_metadata.py"/>
        <source>native cells</source>
        <translation>Originalzellen</translation>
    </message>
    <message>
        <location filename="../../plugin/layer_metadata.py"/>
        <source>resampled by the server</source>
        <translation>vom Server neu abgetastet</translation>
    </message>
    <message>
        <location filename="../../plugin/layer_metadata.py"/>
        <source>cells of the tile cache, as they are stored there</source>
        <translation>Zellen des Kachel-Caches, wie sie dort gespeichert sind</translation>
    </message>
    <message>
        <location filename="../../plugin/layer_metadata.py"/>
        <source>each cell taken from the nearest one of the tile cache, on this computer</source>
        <translation>jede Zelle auf diesem Rechner von der nächstgelegenen des Kachel-Caches übernommen</translation>
    </message>
    <message>
        <location filename="../../plugin/layer_metadata.py"/>
        <source>native cells, whose values are not all those of the source</source>
        <translation>Originalzellen, deren Werte nicht alle die der Quelle sind</translation>
    </message>
    <message>
        <location filename="../../plugin/layers.py"/>
        <source>“{name}” was written, but QGIS cannot read it.</source>
        <translation>„{name}“ wurde geschrieben, aber QGIS kann es nicht lesen.</translation>
    </message>
</context>
<context>
    <name>Library</name>
    <message>
        <location filename="../../core/tilecache.py"/>
        <source>1 tile is missing or empty in the cache: NoData.</source>
        <translation>1 Kachel fehlt im Cache oder ist leer: NoData.</translation>
    </message>
    <message>
        <location filename="../../core/gis.py"/>
        <source>A GIS named “{1}” is registered already: choose another name, or unregister it first.</source>
        <translation>Ein GIS namens „{1}“ ist schon registriert: Wählen Sie einen anderen Namen oder heben Sie zuerst dessen Registrierung auf.</translation>
    </message>
    <message>
        <location filename="../../core/geokeys.py"/>
        <source>A GeoTIFF cannot express the spatial reference of the raster, and the service would be empty: reproject it first, to one that ArcGIS knows.</source>
        <translation>Ein GeoTIFF kann das Koordinatenbezugssystem des Rasters nicht ausdrücken, und der Dienst wäre leer: Projizieren Sie es zuerst in eines um, das ArcGIS kennt.</translation>
    </message>
    <message>
        <location filename="../../core/options.py"/>
        <source>A cell size is one positive number, or two (width, height), in units of the output.</source>
        <translation>Eine Zellengröße ist eine positive Zahl, oder zwei (Breite, Höhe), in Einheiten der Ausgabe.</translation>
    </message>
    <message>
        <location filename="../../core/gis.py"/>
        <source>A password needs its user name.</source>
        <translation>Zu einem Kennwort gehört ein Benutzername.</translation>
    </message>
    <message>
        <location filename="../../core/plan.py"/>
        <source>A picture format: values may be stretched to 8 bits, tile by tile, and seams may show.</source>
        <translation>Ein Bildformat: Werte können Kachel für Kachel auf 8 Bit gestreckt sein, und Nähte können sichtbar werden.</translation>
    </message>
    <message>
        <location filename="../../core/formats.py"/>
        <source>A picture holds 1 or 3 bands, not {1}: choose bands, or the format lerc, bsq or tiff.</source>
        <translation>Ein Bild enthält 1 oder 3 Kanäle, nicht {1}: Wählen Sie Kanäle oder das Format lerc, bsq oder tiff.</translation>
    </message>
    <message>
        <location filename="../../core/plan.py"/>
        <source>A picture holds 8 bits, not {1}: choose bsq or tiff, or leave the pixel type out.</source>
        <translation>Ein Bild enthält 8 Bit, nicht {1}: Wählen Sie bsq oder tiff oder lassen Sie den Pixeltyp weg.</translation>
    </message>
    <message>
        <location filename="../../core/grid.py"/>
        <source>A raster and its tiles need at least one cell along each side, not {1}.</source>
        <translation>Ein Raster und seine Kacheln brauchen mindestens eine Zelle je Seite, nicht {1}.</translation>
    </message>
    <message>
        <location filename="../../core/gis.py"/>
        <source>A registered GIS needs a name.</source>
        <translation>Ein registriertes GIS braucht einen Namen.</translation>
    </message>
    <message>
        <location filename="../../core/options.py"/>
        <source>A rule holds something that JSON has no words for: give numbers, texts and lists.</source>
        <translation>Eine Regel enthält etwas, wofür JSON keine Worte hat: Geben Sie Zahlen, Texte und Listen an.</translation>
    </message>
    <message>
        <location filename="../../core/publish_options.py"/>
        <source>A service name holds letters from A to Z, digits and underscores only: take out {1}</source>
        <translation>Ein Dienstname enthält nur Buchstaben von A bis Z, Ziffern und Unterstriche: Entfernen Sie {1}</translation>
    </message>
    <message>
        <location filename="../../core/publication.py"/>
        <source>A service named “{1}” exists already: choose another name.</source>
        <translation>Ein Dienst namens „{1}“ ist schon vorhanden: Wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <location filename="../../core/leftovers.py"/>
        <source>A service “{1}” may exist: look for it in your content.</source>
        <translation>Ein Dienst „{1}“ ist vielleicht vorhanden: Suchen Sie ihn in Ihren Inhalten.</translation>
    </message>
    <message>
        <location filename="../../core/gis.py"/>
        <source>A sign-in is sent over https only: register the https:// address of this GIS.</source>
        <translation>Eine Anmeldung wird nur über https gesendet: Registrieren Sie die https://-Adresse dieses GIS.</translation>
    </message>
    <message>
        <location filename="../../core/connect.py"/>
        <source>A sign-in is sent over https only: use the https:// address of the service.</source>
        <translation>Eine Anmeldung wird nur über https gesendet: Verwenden Sie die https://-Adresse des Dienstes.</translation>
    </message>
    <message>
        <location filename="../../core/options.py"/>
        <source>An extent is four numbers: xmin, ymin, xmax, ymax.</source>
        <translation>Eine Ausdehnung besteht aus vier Zahlen: xmin, ymin, xmax, ymax.</translation>
    </message>
    <message>
        <location filename="../../core/resume.py"/>
        <source>An interrupted download into “{1}” was given up and started afresh, because something else is asked for now, or the service has changed: {2}.</source>
        <translation>Ein unterbrochener Download in „{1}“ wurde aufgegeben und neu begonnen, weil jetzt etwas anderes verlangt ist oder der Dienst sich geändert hat: {2}.</translation>
    </message>
    <message>
        <location filename="../../core/publication.py"/>
        <source>ArcGIS Online charges about {1} credits.</source>
        <translation>ArcGIS Online berechnet etwa {1} Credits.</translation>
    </message>
    <message>
        <location filename="../../core/blob_store.py"/>
        <source>ArcGIS Online names a store for uploads that this plugin does not know.</source>
        <translation>ArcGIS Online nennt einen Speicher für das Hochladen, den diese Erweiterung nicht kennt.</translation>
    </message>
    <message>
        <location filename="../../core/spatialref.py"/>
        <source>ArcGIS has no words for “{1}”: choose another spatial reference.</source>
        <translation>ArcGIS kann „{1}“ nicht ausdrücken: Wählen Sie ein anderes Koordinatenbezugssystem.</translation>
    </message>
    <message>
        <location filename="../../core/options.py"/>
        <source>Bands are numbers counted from 1, such as 4,3,2.</source>
        <translation>Kanäle sind ab 1 gezählte Nummern wie 4,3,2.</translation>
    </message>
    <message>
        <location filename="../../core/publish_plan.py"/>
        <source>Bands with other NoData values get that of the first one, {1}.</source>
        <translation>Kanäle mit anderen NoData-Werten bekommen den des ersten, {1}.</translation>
    </message>
    <message>
        <location filename="../../core/grid.py"/>
        <source>Cells of {1} × {2} are too small for the extent: give larger ones.</source>
        <translation>Zellen von {1} × {2} sind zu klein für die Ausdehnung: Geben Sie größere an.</translation>
    </message>
    <message>
        <location filename="../../core/plan.py"/>
        <source>Cells of {1} × {2} instead of {3} × {4}: the server resamples ({5}).</source>
        <translation>Zellen von {1} × {2} statt {3} × {4}: Der Server tastet neu ab ({5}).</translation>
    </message>
    <message>
        <location filename="../../core/placing.py"/>
        <source>Cells of {1} × {2} would make a raster of {3} × {4} cells: choose larger cells or a smaller extent.</source>
        <translation>Zellen von {1} × {2} ergäben ein Raster von {3} × {4} Zellen: Wählen Sie größere Zellen oder eine kleinere Ausdehnung.</translation>
    </message>
    <message>
        <location filename="../../core/resume.py"/>
        <source>Checking what is there already: {1} %</source>
        <translation>Schon Vorhandenes wird geprüft: {1} %</translation>
    </message>
    <message>
        <location filename="../../core/publish_plan.py"/>
        <source>Colors and classes are kept for rasters of one band only: choose that band.</source>
        <translation>Farben und Klassen bleiben nur bei Rastern mit einem Kanal erhalten: Wählen Sie diesen Kanal.</translation>
    </message>
    <message>
        <location filename="../../core/pixels.py"/>
        <source>Complex values cannot be published with exact NoData: publish real and imaginary part.</source>
        <translation>Komplexe Werte lassen sich nicht mit exaktem NoData veröffentlichen: Veröffentlichen Sie Real- und Imaginärteil.</translation>
    </message>
    <message>
        <location filename="../../core/tileplan.py"/>
        <source>Each band has tiles of its own: there are as many requests more.</source>
        <translation>Jeder Kanal hat eigene Kacheln: Es werden entsprechend mehr Anfragen.</translation>
    </message>
    <message>
        <location filename="../../core/download.py"/>
        <source>Every cell is NoData: the service has nothing here for this time, slice or mosaic rule.</source>
        <translation>Jede Zelle ist NoData: Der Dienst hat hier nichts für diese Zeit, Schicht oder Mosaikregel.</translation>
    </message>
    <message>
        <location filename="../../core/download.py"/>
        <source>Every cell is NoData: the service has nothing here.</source>
        <translation>Jede Zelle ist NoData: Der Dienst hat hier nichts.</translation>
    </message>
    <message>
        <location filename="../../core/transfer.py"/>
        <source>Fetched {1} of {2} tiles, {3} MB/s</source>
        <translation>{1} von {2} Kacheln geholt, {3} MB/s</translation>
    </message>
    <message>
        <location filename="../../core/transfer.py"/>
        <source>Fetched {1} of {2} tiles, {3} MB/s, {4} left</source>
        <translation>{1} von {2} Kacheln geholt, {3} MB/s, noch {4}</translation>
    </message>
    <message>
        <location filename="../../core/directory.py"/>
        <source>Folders more than {1} deep are not listed.</source>
        <translation>Ordner, die mehr als {1} Ebenen tief liegen, werden nicht aufgelistet.</translation>
    </message>
    <message>
        <location filename="../../core/vrt.py"/>
        <source>GDAL cannot read it</source>
        <translation>GDAL kann es nicht lesen</translation>
    </message>
    <message>
        <location filename="../../core/geotiff.py"/>
        <source>GDAL does not understand its spatial reference</source>
        <translation>GDAL versteht sein Koordinatenbezugssystem nicht</translation>
    </message>
    <message>
        <location filename="../../core/tileplan.py"/>
        <source>Heights stand at the corners of the cache&apos;s cells: the cells here lie around them, half a cell off.</source>
        <translation>Höhen stehen an den Ecken der Zellen des Caches: Die Zellen hier liegen um diese herum, eine halbe Zelle versetzt.</translation>
    </message>
    <message>
        <location filename="../../core/publication.py"/>
        <source>How many credits?</source>
        <translation>Wie viele Credits?</translation>
    </message>
    <message>
        <location filename="../../core/pixels.py"/>
        <source>Image services have no pixel type for {1}: convert the raster first.</source>
        <translation>Bilddienste haben keinen Pixeltyp für {1}: Wandeln Sie das Raster zuerst um.</translation>
    </message>
    <message>
        <location filename="../../core/steps.py"/>
        <source>It says that its dates are from {1} to {2}.</source>
        <translation>Er gibt an, dass seine Zeitpunkte von {1} bis {2} reichen.</translation>
    </message>
    <message>
        <location filename="../../core/plan.py"/>
        <source>JPEG compression changes values.</source>
        <translation>JPEG-Komprimierung verändert Werte.</translation>
    </message>
    <message>
        <location filename="../../core/formats.py"/>
        <source>LERC cannot be decoded here: install the Python package “lerc” into QGIS&apos;s Python, or choose another format.</source>
        <translation>LERC kann hier nicht dekodiert werden: Installieren Sie das Python-Paket „lerc“ im Python von QGIS oder wählen Sie ein anderes Format.</translation>
    </message>
    <message>
        <location filename="../../core/formats.py"/>
        <source>LERC cannot hold complex numbers: choose bsq.</source>
        <translation>LERC kann keine komplexen Zahlen enthalten: Wählen Sie bsq.</translation>
    </message>
    <message>
        <location filename="../../core/formats.py"/>
        <source>LERC without loss, because it keeps a mask for each band; raw pixels have one for all bands together</source>
        <translation>LERC ohne Verlust, weil es eine Maske für jeden Kanal hat; Rohpixel haben eine für alle Kanäle zusammen</translation>
    </message>
    <message>
        <location filename="../../core/formats.py"/>
        <source>LERC without loss: integers shrink to about half on the way, and the mask travels with them</source>
        <translation>LERC ohne Verlust: Ganzzahlen schrumpfen unterwegs auf etwa die Hälfte, und die Maske reist mit</translation>
    </message>
    <message>
        <location filename="../../core/formats.py"/>
        <source>LERC, because an error of {1} is allowed: the smallest answers</source>
        <translation>LERC, weil ein Fehler von {1} erlaubt ist: die kleinsten Antworten</translation>
    </message>
    <message>
        <location filename="../../core/publishing.py"/>
        <source>Left out, for they have no spatial reference: {1}.</source>
        <translation>Ausgelassen, weil ohne Koordinatenbezugssystem: {1}.</translation>
    </message>
    <message>
        <location filename="../../core/tileplan.py"/>
        <source>Level {1} is an overview, made when the cache was built; the values are those of level {2}, with cells of {3}, resampled.</source>
        <translation>Stufe {1} ist eine Übersicht, die beim Aufbau des Caches entstand; die Werte sind die neu abgetasteten der Stufe {2} mit Zellen von {3}.</translation>
    </message>
    <message>
        <location filename="../../core/gis.py"/>
        <source>No GIS named “{1}” is registered (registered: none). Register it first.</source>
        <translation>Kein GIS namens „{1}“ ist registriert (registriert: keines). Registrieren Sie es zuerst.</translation>
    </message>
    <message>
        <location filename="../../core/gis.py"/>
        <source>No GIS named “{1}” is registered (registered: {2}). Register it first.</source>
        <translation>Kein GIS namens „{1}“ ist registriert (registriert: {2}). Registrieren Sie es zuerst.</translation>
    </message>
    <message>
        <location filename="../../core/no_data.py"/>
        <source>NoData is a list of {1} values, but one band is downloaded: give one value.</source>
        <translation>NoData ist eine Liste von {1} Werten, heruntergeladen wird aber ein Kanal: Geben Sie einen Wert an.</translation>
    </message>
    <message>
        <location filename="../../core/no_data.py"/>
        <source>NoData is a list of {1} values, but {2} bands are downloaded: give one value, or {3}.</source>
        <translation>NoData ist eine Liste von {1} Werten, heruntergeladen werden aber {2} Kanäle: Geben Sie einen Wert oder {3} an.</translation>
    </message>
    <message>
        <location filename="../../core/options.py"/>
        <source>NoData is one number, or one per band.</source>
        <translation>NoData ist eine Zahl, oder eine je Kanal.</translation>
    </message>
    <message>
        <location filename="../../core/publish_options.py"/>
        <source>NoData is {1}, but must be a number.</source>
        <translation>NoData ist {1}, muss aber eine Zahl sein.</translation>
    </message>
    <message>
        <location filename="../../core/publish_target.py"/>
        <source>Nobody is signed in to “{1}”: register it with the account that is to own the service.</source>
        <translation>Bei „{1}“ ist niemand angemeldet: Registrieren Sie es mit dem Konto, dem der Dienst gehören soll.</translation>
    </message>
    <message>
        <location filename="../../core/publishing.py"/>
        <source>None of the rasters has a spatial reference: there is nothing to publish.</source>
        <translation>Keines der Raster hat ein Koordinatenbezugssystem: Es gibt nichts zu veröffentlichen.</translation>
    </message>
    <message>
        <location filename="../../core/steps.py"/>
        <source>Nothing of “{1}” matches. {2}</source>
        <translation>In „{1}“ passt nichts. {2}</translation>
    </message>
    <message>
        <location filename="../../core/series.py"/>
        <source>One raster would have {1} bands: download a raster for each slice instead.</source>
        <translation>Ein einziges Raster hätte {1} Bänder: Laden Sie stattdessen ein Raster je Schicht herunter.</translation>
    </message>
    <message>
        <location filename="../../core/publish_options.py"/>
        <source>Parts have from {1} to {2} bytes, not {3}.</source>
        <translation>Teile haben {1} bis {2} Bytes, nicht {3}.</translation>
    </message>
    <message>
        <location filename="../../core/series.py"/>
        <source>Putting the slices together</source>
        <translation>Die Schichten werden zusammengesetzt</translation>
    </message>
    <message>
        <location filename="../../core/session.py"/>
        <source>QGIS authentication configurations can only be used inside QGIS.</source>
        <translation>Authentifizierungskonfigurationen von QGIS lassen sich nur in QGIS verwenden.</translation>
    </message>
    <message>
        <location filename="../../plugin/network/message.py"/>
        <source>QGIS could not use the authentication configuration “{1}”: check it under Settings › Options › Authentication.</source>
        <translation>QGIS konnte die Authentifizierungskonfiguration „{1}“ nicht verwenden: Prüfen Sie sie unter Einstellungen › Optionen › Authentifizierung.</translation>
    </message>
    <message>
        <location filename="../../plugin/network/outcome.py"/>
        <source>QGIS does not trust the certificate of {1}.</source>
        <translation>QGIS vertraut dem Zertifikat von {1} nicht.</translation>
    </message>
    <message>
        <location filename="../../plugin/network/job.py"/>
        <source>QGIS is set to use a proxy, and it could not pass the request on.</source>
        <translation>In QGIS ist ein Proxy eingestellt, und er konnte die Anfrage nicht weiterleiten.</translation>
    </message>
    <message>
        <location filename="../../plugin/network/exchange.py"/>
        <source>QGIS lost the request.</source>
        <translation>QGIS hat die Anfrage verloren.</translation>
    </message>
    <message>
        <location filename="../../plugin/network/thread.py"/>
        <source>QGIS waits for an answer to a question about a password or certificate.</source>
        <translation>QGIS wartet auf die Antwort auf eine Frage nach einem Kennwort oder Zertifikat.</translation>
    </message>
    <message>
        <location filename="../../plugin/network/thread.py"/>
        <source>QGIS&apos;s networking has failed.</source>
        <translation>Das Netzwerk von QGIS hat versagt.</translation>
    </message>
    <message>
        <location filename="../../core/download.py"/>
        <source>Run it again with the same output to go on where it stopped.</source>
        <translation>Noch einmal mit derselben Ausgabe ausgeführt, geht es dort weiter, wo es aufgehört hat.</translation>
    </message>
    <message>
        <location filename="../../core/pilot.py"/>
        <source>TIFF cannot mark NoData of this pixel type: such cells come as 0.</source>
        <translation>TIFF kann NoData dieses Pixeltyps nicht kennzeichnen: Solche Zellen kommen als 0.</translation>
    </message>
    <message>
        <location filename="../../core/formats.py"/>
        <source>TIFF, because this server is older than 10.3 and has no format with a mask</source>
        <translation>TIFF, weil dieser Server älter als 10.3 ist und kein Format mit einer Maske hat</translation>
    </message>
    <message>
        <location filename="../../core/auth.py"/>
        <source>The GIS wants passwords sent to another host, {1}.</source>
        <translation>Das GIS verlangt, Kennwörter an einen anderen Rechner zu senden, {1}.</translation>
    </message>
    <message>
        <location filename="../../core/decode/lerc1.py"/>
        <source>The LERC 1 answer is cut or damaged.</source>
        <translation>Die LERC-1-Antwort ist abgeschnitten oder beschädigt.</translation>
    </message>
    <message>
        <location filename="../../core/decode/lerc2_header.py"/>
        <source>The LERC 2 answer is cut or damaged.</source>
        <translation>Die LERC-2-Antwort ist abgeschnitten oder beschädigt.</translation>
    </message>
    <message>
        <location filename="../../core/decode/lerc_gdal.py"/>
        <source>The LERC 2 answer is damaged, or has pixels that are valid but no number.</source>
        <translation>Die LERC-2-Antwort ist beschädigt oder enthält gültige Pixel, die keine Zahl sind.</translation>
    </message>
    <message>
        <location filename="../../core/decode/lerc.py"/>
        <source>The LERC 2 answer is damaged: it does not decode.</source>
        <translation>Die LERC-2-Antwort ist beschädigt: Sie lässt sich nicht dekodieren.</translation>
    </message>
    <message>
        <location filename="../../core/publish_target.py"/>
        <source>The account “{1}” lacks the privilege {2}.</source>
        <translation>Dem Konto „{1}“ fehlt die Berechtigung {2}.</translation>
    </message>
    <message>
        <location filename="../../core/service.py"/>
        <source>The address answers, but it is a map service: give the address of a service that ends in /ImageServer.</source>
        <translation>Die Adresse antwortet, ist aber die eines Kartendienstes: Geben Sie die Adresse eines Dienstes an, die auf /ImageServer endet.</translation>
    </message>
    <message>
        <location filename="../../core/service.py"/>
        <source>The address answers, but it is not an image service: give the address of a service that ends in /ImageServer.</source>
        <translation>Die Adresse antwortet, ist aber nicht die eines Bilddienstes: Geben Sie die Adresse eines Dienstes an, die auf /ImageServer endet.</translation>
    </message>
    <message>
        <location filename="../../core/decode/bsq.py"/>
        <source>The answer has the wrong length: {1} bytes came, {2} for {3} band of {4} x {5} {6} pixels (or {7} with the mask) were due.</source>
        <translation>Die Antwort hat die falsche Länge: {1} Bytes kamen, {2} für {3} Kanal von {4} x {5} {6} Pixeln (oder {7} mit der Maske) standen aus.</translation>
    </message>
    <message>
        <location filename="../../core/decode/bsq.py"/>
        <source>The answer has the wrong length: {1} bytes came, {2} for {3} bands of {4} x {5} {6} pixels (or {7} with the mask) were due.</source>
        <translation>Die Antwort hat die falsche Länge: {1} Bytes kamen, {2} für {3} Kanäle von {4} x {5} {6} Pixeln (oder {7} mit der Maske) standen aus.</translation>
    </message>
    <message>
        <location filename="../../core/decode/tiff.py"/>
        <source>The answer is a damaged TIFF.</source>
        <translation>Die Antwort ist ein beschädigtes TIFF.</translation>
    </message>
    <message>
        <location filename="../../plugin/network/adapter.py"/>
        <source>The answer is compressed in a way that was not asked for.</source>
        <translation>Die Antwort ist auf eine Art komprimiert, die nicht verlangt war.</translation>
    </message>
    <message>
        <location filename="../../core/decode/bsq.py"/>
        <source>The answer is cut or is no raw pixels: {1} bytes are no whole number of bands of {2} x {3} {4} pixels.</source>
        <translation>Die Antwort ist abgeschnitten oder enthält keine Rohpixel: {1} Bytes sind keine ganze Anzahl von Kanälen zu {2} x {3} {4} Pixeln.</translation>
    </message>
    <message>
        <location filename="../../core/decode/bsq.py"/>
        <source>The answer is cut: {1} bytes came, {2} for {3} band of {4} x {5} {6} pixels (or {7} with the mask) were due.</source>
        <translation>Die Antwort ist abgeschnitten: {1} Bytes kamen, {2} für {3} Kanal von {4} x {5} {6} Pixeln (oder {7} mit der Maske) standen aus.</translation>
    </message>
    <message>
        <location filename="../../core/decode/bsq.py"/>
        <source>The answer is cut: {1} bytes came, {2} for {3} bands of {4} x {5} {6} pixels (or {7} with the mask) were due.</source>
        <translation>Die Antwort ist abgeschnitten: {1} Bytes kamen, {2} für {3} Kanäle von {4} x {5} {6} Pixeln (oder {7} mit der Maske) standen aus.</translation>
    </message>
    <message>
        <location filename="../../plugin/network/exchange.py"/>
        <source>The answer is larger than can be meant.</source>
        <translation>Die Antwort ist größer, als gemeint sein kann.</translation>
    </message>
    <message>
        <location filename="../../plugin/network/adapter.py"/>
        <source>The answer is not compressed as it says.</source>
        <translation>Die Antwort ist nicht so komprimiert, wie sie angibt.</translation>
    </message>
    <message>
        <location filename="../../core/failure.py"/>
        <source>The answer of {1} was cut off.</source>
        <translation>Die Antwort von {1} wurde abgeschnitten.</translation>
    </message>
    <message>
        <location filename="../../plugin/network/adapter.py"/>
        <source>The answer unpacks to more than can be meant.</source>
        <translation>Die Antwort ist ausgepackt größer, als gemeint sein kann.</translation>
    </message>
    <message>
        <location filename="../../core/histograms.py"/>
        <source>The area is too large for the server to count: choose a smaller one.</source>
        <translation>Die Fläche ist zu groß, als dass der Server sie auszählen könnte: Wählen Sie eine kleinere.</translation>
    </message>
    <message>
        <location filename="../../core/histograms.py"/>
        <source>The area to count in is no polygon: draw one with at least three corners.</source>
        <translation>Die auszuzählende Fläche ist kein Polygon: Zeichnen Sie eines mit mindestens drei Ecken.</translation>
    </message>
    <message>
        <location filename="../../core/reading.py"/>
        <source>The array would take {1}: choose a smaller extent, or download to a file.</source>
        <translation>Das Array würde {1} belegen: Wählen Sie eine kleinere Ausdehnung oder laden Sie in eine Datei herunter.</translation>
    </message>
    <message>
        <location filename="../../core/tileplan.py"/>
        <source>The cache has no cells of {1}: level {2} is read, with cells of {3}.</source>
        <translation>Der Cache hat keine Zellen von {1}: Gelesen wird Stufe {2} mit Zellen von {3}.</translation>
    </message>
    <message>
        <location filename="../../core/tileplan.py"/>
        <source>The cache has no cells of {1}: level {2} is read, with cells of {3}; the next ones have {4}.</source>
        <translation>Der Cache hat keine Zellen von {1}: Gelesen wird Stufe {2} mit Zellen von {3}; die nächsten haben {4}.</translation>
    </message>
    <message>
        <location filename="../../core/tileplan.py"/>
        <source>The cache holds pictures: rendered colours (red, green, blue), not the values of the service.</source>
        <translation>Der Cache enthält Bilder: dargestellte Farben (Rot, Grün, Blau), nicht die Werte des Dienstes.</translation>
    </message>
    <message>
        <location filename="../../core/tileplan.py"/>
        <source>The cache is in {1}: so is the output.</source>
        <translation>Der Cache liegt in {1}: Die Ausgabe ebenso.</translation>
    </message>
    <message>
        <location filename="../../core/tileplan.py"/>
        <source>The cache keeps values with an error of up to {1}.</source>
        <translation>Der Cache speichert Werte mit einem Fehler von bis zu {1}.</translation>
    </message>
    <message>
        <location filename="../../core/tilecache.py"/>
        <source>The cache of “{1}” has no tiles of level {2} (cells of {3}) in this extent: choose another cell size or another extent.</source>
        <translation>Der Cache von „{1}“ hat in dieser Ausdehnung keine Kacheln der Stufe {2} (Zellen von {3}): Wählen Sie eine andere Zellengröße oder eine andere Ausdehnung.</translation>
    </message>
    <message>
        <location filename="../../core/tiling.py"/>
        <source>The cache of “{1}” holds transposed tiles only (all slices of a variable together), which cannot be read here: ask its owner for a cache with tiles of slices.</source>
        <translation>Der Cache von „{1}“ enthält nur transponierte Kacheln (alle Schichten einer Variable zusammen), die hier nicht gelesen werden können: Bitten Sie den Eigentümer um einen Cache mit Kacheln je Schicht.</translation>
    </message>
    <message>
        <location filename="../../core/mosaic.py"/>
        <source>The catalogue of “{1}” has no field “{2}”.</source>
        <translation>Der Katalog von „{1}“ hat kein Feld „{2}“.</translation>
    </message>
    <message>
        <location filename="../../core/grid.py"/>
        <source>The cell size {1} is not a positive number: give one in map units.</source>
        <translation>Die Zellengröße {1} ist keine positive Zahl: Geben Sie eine in Karteneinheiten an.</translation>
    </message>
    <message>
        <location filename="../../core/failure.py"/>
        <source>The certificate of {1} is not trusted: check the address, or add its certificate authority.</source>
        <translation>Dem Zertifikat von {1} wird nicht vertraut: Prüfen Sie die Adresse oder fügen Sie die Zertifizierungsstelle hinzu.</translation>
    </message>
    <message>
        <location filename="../../plugin/network/adapter.py"/>
        <source>The compressed answer is not whole.</source>
        <translation>Die komprimierte Antwort ist nicht vollständig.</translation>
    </message>
    <message>
        <location filename="../../core/spatialref.py"/>
        <source>The extent cannot be expressed in {1}: choose an extent or a spatial reference that belong together.</source>
        <translation>Die Ausdehnung lässt sich in {1} nicht ausdrücken: Wählen Sie eine Ausdehnung und ein Koordinatenbezugssystem, die zusammengehören.</translation>
    </message>
    <message>
        <location filename="../../core/grid.py"/>
        <source>The extent has a coordinate that is not a number: draw or type it again.</source>
        <translation>Eine Koordinate der Ausdehnung ist keine Zahl: Zeichnen Sie sie neu oder geben Sie sie noch einmal ein.</translation>
    </message>
    <message>
        <location filename="../../core/plan.py"/>
        <source>The extent holds no cell of “{1}”: choose a larger one.</source>
        <translation>Die Ausdehnung enthält keine Zelle von „{1}“: Wählen Sie eine größere.</translation>
    </message>
    <message>
        <location filename="../../core/grid.py"/>
        <source>The extent is empty or upside down (x {1} to {2}, y {3} to {4}): give xmin &lt; xmax and ymin &lt; ymax.</source>
        <translation>Die Ausdehnung ist leer oder verkehrt herum (x {1} bis {2}, y {3} bis {4}): Geben Sie xmin &lt; xmax und ymin &lt; ymax an.</translation>
    </message>
    <message>
        <location filename="../../core/placing.py"/>
        <source>The extent lies on both sides of 180 degrees, at both ends of the service: only {1} to {2} is downloaded. Download the rest on its own.</source>
        <translation>Die Ausdehnung liegt auf beiden Seiten des 180. Längengrads, an beiden Enden des Dienstes: Nur {1} bis {2} wird heruntergeladen. Laden Sie den Rest für sich herunter.</translation>
    </message>
    <message>
        <location filename="../../core/tileplan.py"/>
        <source>The extent lies outside the tiles of “{1}”, which begin at {2}, {3} in {4}: choose another.</source>
        <translation>Die Ausdehnung liegt außerhalb der Kacheln von „{1}“, die bei {2}, {3} in {4} beginnen: Wählen Sie eine andere.</translation>
    </message>
    <message>
        <location filename="../../core/placing.py"/>
        <source>The extent lies outside “{1}”, which covers {2} (xmin, ymin, xmax, ymax in {3}): choose an extent inside, or check its spatial reference.</source>
        <translation>Die Ausdehnung liegt außerhalb von „{1}“; der Dienst deckt {2} ab (xmin, ymin, xmax, ymax in {3}): Wählen Sie eine Ausdehnung darin oder prüfen Sie ihr Koordinatenbezugssystem.</translation>
    </message>
    <message>
        <location filename="../../core/verification.py"/>
        <source>The extent of the service is not that of the raster.</source>
        <translation>Die Ausdehnung des Dienstes ist nicht die des Rasters.</translation>
    </message>
    <message>
        <location filename="../../core/placing.py"/>
        <source>The extent reaches beyond the service and is cut to it.</source>
        <translation>Die Ausdehnung reicht über den Dienst hinaus und wird auf ihn zugeschnitten.</translation>
    </message>
    <message>
        <location filename="../../core/sending.py"/>
        <source>The file has {1}, but the server takes {2} at most: publish a part of the raster, or ask its administrator for more.</source>
        <translation>Die Datei hat {1}, der Server nimmt aber höchstens {2} an: Veröffentlichen Sie einen Teil des Rasters oder bitten Sie seine Administration um mehr.</translation>
    </message>
    <message>
        <location filename="../../core/tileplan.py"/>
        <source>The finest level has cells of {1} in {2}, the service itself of {3} in {4}: values were resampled when the cache was built.</source>
        <translation>Die feinste Stufe hat Zellen von {1} in {2}, der Dienst selbst von {3} in {4}: Die Werte wurden beim Aufbau des Caches neu abgetastet.</translation>
    </message>
    <message>
        <location filename="../../core/originals.py"/>
        <source>The folder “{1}” cannot be made: {2}.</source>
        <translation>Der Ordner „{1}“ kann nicht angelegt werden: {2}.</translation>
    </message>
    <message>
        <location filename="../../core/geotiff.py"/>
        <source>The folder “{1}” cannot be written to: choose another.</source>
        <translation>In den Ordner „{1}“ kann nicht geschrieben werden: Wählen Sie einen anderen.</translation>
    </message>
    <message>
        <location filename="../../core/content.py"/>
        <source>The folder “{1}” could not be made (it gives no reason).</source>
        <translation>Der Ordner „{1}“ konnte nicht angelegt werden (ohne Angabe eines Grundes).</translation>
    </message>
    <message>
        <location filename="../../core/content.py"/>
        <source>The folder “{1}” could not be made ({2}).</source>
        <translation>Der Ordner „{1}“ konnte nicht angelegt werden ({2}).</translation>
    </message>
    <message>
        <location filename="../../core/geotiff.py"/>
        <source>The folder “{1}” does not exist: create it or choose another.</source>
        <translation>Der Ordner „{1}“ ist nicht vorhanden: Legen Sie ihn an oder wählen Sie einen anderen.</translation>
    </message>
    <message>
        <location filename="../../core/content.py"/>
        <source>The item could not be described (it gives no reason).</source>
        <translation>Das Element konnte nicht beschrieben werden (ohne Angabe eines Grundes).</translation>
    </message>
    <message>
        <location filename="../../core/content.py"/>
        <source>The item could not be described ({1}).</source>
        <translation>Das Element konnte nicht beschrieben werden ({1}).</translation>
    </message>
    <message>
        <location filename="../../core/jobs.py"/>
        <source>The item could not be marked as finished</source>
        <translation>Das Element konnte nicht als fertig gekennzeichnet werden</translation>
    </message>
    <message>
        <location filename="../../core/content.py"/>
        <source>The item could not be removed (it gives no reason).</source>
        <translation>Das Element konnte nicht entfernt werden (ohne Angabe eines Grundes).</translation>
    </message>
    <message>
        <location filename="../../core/content.py"/>
        <source>The item could not be removed ({1}).</source>
        <translation>Das Element konnte nicht entfernt werden ({1}).</translation>
    </message>
    <message>
        <location filename="../../core/verification.py"/>
        <source>The job has ended well, but the service is empty.</source>
        <translation>Der Auftrag ist gut ausgegangen, der Dienst ist aber leer.</translation>
    </message>
    <message>
        <location filename="../../core/job_status.py"/>
        <source>The job has not ended in time.</source>
        <translation>Der Auftrag ist nicht rechtzeitig fertig geworden.</translation>
    </message>
    <message>
        <location filename="../../core/job_status.py"/>
        <source>The job was cancelled on the server.</source>
        <translation>Der Auftrag wurde auf dem Server abgebrochen.</translation>
    </message>
    <message>
        <location filename="../../core/directory.py"/>
        <source>The listing was cut after {1} folders: the server has more.</source>
        <translation>Die Liste wurde nach {1} Ordnern abgebrochen: Der Server hat mehr.</translation>
    </message>
    <message>
        <location filename="../../core/listing.py"/>
        <source>The listing was cut after {1} services: the portal has more.</source>
        <translation>Die Liste wurde nach {1} Diensten abgebrochen: Das Portal hat mehr.</translation>
    </message>
    <message>
        <location filename="../../core/directory.py"/>
        <source>The listing was cut after {1} services: the server has more.</source>
        <translation>Die Liste wurde nach {1} Diensten abgebrochen: Der Server hat mehr.</translation>
    </message>
    <message>
        <location filename="../../core/mosaic.py"/>
        <source>The mosaic method “attribute” needs the name of a field to sort by.</source>
        <translation>Die Mosaikmethode „attribute“ braucht den Namen eines Feldes, nach dem sortiert wird.</translation>
    </message>
    <message>
        <location filename="../../core/mosaic.py"/>
        <source>The mosaic method “lockraster” needs the ids of the rasters to show.</source>
        <translation>Die Mosaikmethode „lockraster“ braucht die Ids der Raster, die zu sehen sein sollen.</translation>
    </message>
    <message>
        <location filename="../../core/mosaic.py"/>
        <source>The mosaic method “viewpoint” needs a point.</source>
        <translation>Die Mosaikmethode „viewpoint“ braucht einen Punkt.</translation>
    </message>
    <message>
        <location filename="../../core/plan.py"/>
        <source>The mosaic method “{1}” puts on top what lies next to the middle of each request: where rasters overlap, tiles may show seams. Northwest, seamline or lockraster do not.</source>
        <translation>Die Mosaikmethode „{1}“ legt obenauf, was der Mitte jeder Anfrage am nächsten liegt: Wo Raster sich überlappen, können Kacheln Nähte zeigen. Northwest, seamline oder lockraster tun das nicht.</translation>
    </message>
    <message>
        <location filename="../../core/rules.py"/>
        <source>The mosaic rule is not valid JSON: {1}.</source>
        <translation>Die Mosaikregel ist kein gültiges JSON: {1}.</translation>
    </message>
    <message>
        <location filename="../../core/rules.py"/>
        <source>The mosaic rule must be a JSON object.</source>
        <translation>Die Mosaikregel muss ein JSON-Objekt sein.</translation>
    </message>
    <message>
        <location filename="../../core/series.py"/>
        <source>The names of slices are parts of file names: they cannot hold slashes.</source>
        <translation>Die Namen von Schichten sind Teile von Dateinamen: Sie können keine Schrägstriche enthalten.</translation>
    </message>
    <message>
        <location filename="../../core/sending.py"/>
        <source>The names of the classes stay behind, for the server does not take their file: {1}</source>
        <translation>Die Namen der Klassen bleiben zurück, weil der Server ihre Datei nicht annimmt: {1}</translation>
    </message>
    <message>
        <location filename="../../plugin/network/outcome.py"/>
        <source>The network failed on the way to {1}.</source>
        <translation>Das Netzwerk hat auf dem Weg zu {1} versagt.</translation>
    </message>
    <message>
        <location filename="../../plugin/network/thread.py"/>
        <source>The networking of this plugin has ended.</source>
        <translation>Die Netzverbindungen dieser Erweiterung sind beendet.</translation>
    </message>
    <message>
        <location filename="../../core/originals.py"/>
        <source>The owner of “{1}” does not let anyone download its source rasters (“Download”): download pixels of the service instead.</source>
        <translation>Der Eigentümer von „{1}“ lässt niemanden dessen Quellraster herunterladen („Download“): Laden Sie stattdessen Pixel des Dienstes herunter.</translation>
    </message>
    <message>
        <location filename="../../core/verification.py"/>
        <source>The pixel type of the service is unknown instead of {1}.</source>
        <translation>Der Pixeltyp des Dienstes ist unbekannt statt {1}.</translation>
    </message>
    <message>
        <location filename="../../core/verification.py"/>
        <source>The pixel type of the service is {1} instead of {2}.</source>
        <translation>Der Pixeltyp des Dienstes ist {1} statt {2}.</translation>
    </message>
    <message>
        <location filename="../../core/clip.py"/>
        <source>The polygon to clip to cannot be expressed in the output&apos;s spatial reference.</source>
        <translation>Das Polygon zum Zuschneiden lässt sich im Koordinatenbezugssystem der Ausgabe nicht ausdrücken.</translation>
    </message>
    <message>
        <location filename="../../core/clip.py"/>
        <source>The polygon to clip to cannot be read as well-known text.</source>
        <translation>Das Polygon zum Zuschneiden kann nicht als Well-known Text gelesen werden.</translation>
    </message>
    <message>
        <location filename="../../core/clip.py"/>
        <source>The polygon to clip to cannot be read.</source>
        <translation>Das Polygon zum Zuschneiden kann nicht gelesen werden.</translation>
    </message>
    <message>
        <location filename="../../core/content.py"/>
        <source>The portal did not share the item.</source>
        <translation>Das Portal hat das Element nicht freigegeben.</translation>
    </message>
    <message>
        <location filename="../../core/content.py"/>
        <source>The portal says that it made the service, but not which item it is.</source>
        <translation>Das Portal gibt an, den Dienst angelegt zu haben, aber nicht, welches Element er ist.</translation>
    </message>
    <message>
        <location filename="../../core/failure.py"/>
        <source>The proxy did not let the request to {1} through.</source>
        <translation>Der Proxy hat die Anfrage an {1} nicht durchgelassen.</translation>
    </message>
    <message>
        <location filename="../../plugin/network/outcome.py"/>
        <source>The proxy on the way to {1} closed the connection.</source>
        <translation>Der Proxy auf dem Weg zu {1} hat die Verbindung geschlossen.</translation>
    </message>
    <message>
        <location filename="../../plugin/network/outcome.py"/>
        <source>The proxy on the way to {1} did not answer in time.</source>
        <translation>Der Proxy auf dem Weg zu {1} hat nicht rechtzeitig geantwortet.</translation>
    </message>
    <message>
        <location filename="../../plugin/network/outcome.py"/>
        <source>The proxy on the way to {1} failed.</source>
        <translation>Der Proxy auf dem Weg zu {1} hat versagt.</translation>
    </message>
    <message>
        <location filename="../../plugin/network/outcome.py"/>
        <source>The proxy on the way to {1} refuses connections.</source>
        <translation>Der Proxy auf dem Weg zu {1} lehnt Verbindungen ab.</translation>
    </message>
    <message>
        <location filename="../../plugin/network/outcome.py"/>
        <source>The proxy on the way to {1} wants a sign-in.</source>
        <translation>Der Proxy auf dem Weg zu {1} verlangt eine Anmeldung.</translation>
    </message>
    <message>
        <location filename="../../core/publish_target.py"/>
        <source>The raster analysis service of “{1}” does not run {2} as a job.</source>
        <translation>Der Rasteranalysedienst von „{1}“ führt {2} nicht als Auftrag aus.</translation>
    </message>
    <message>
        <location filename="../../core/publish_target.py"/>
        <source>The raster analysis service of “{1}” has no task {2}.</source>
        <translation>Der Rasteranalysedienst von „{1}“ hat keine Aufgabe {2}.</translation>
    </message>
    <message>
        <location filename="../../core/publish_plan.py"/>
        <source>The raster has no NoData value: holes, if there are any, are kept in a mask.</source>
        <translation>Das Raster hat keinen NoData-Wert: Lücken, falls es welche gibt, stehen in einer Maske.</translation>
    </message>
    <message>
        <location filename="../../core/publish_plan.py"/>
        <source>The raster is turned: the server resamples it to cells that point north.</source>
        <translation>Das Raster ist gedreht: Der Server tastet es auf nach Norden ausgerichtete Zellen neu ab.</translation>
    </message>
    <message>
        <location filename="../../core/geotiff.py"/>
        <source>The raster needs {1}, but only {2} are free in “{3}”: make room, choose another folder, or a smaller extent.</source>
        <translation>Das Raster braucht {1}, in „{3}“ sind aber nur {2} frei: Schaffen Sie Platz oder wählen Sie einen anderen Ordner oder eine kleinere Ausdehnung.</translation>
    </message>
    <message>
        <location filename="../../core/rules.py"/>
        <source>The rendering rule cannot work: it names no “rasterFunction”. Leave it out for raw values.</source>
        <translation>Die Renderregel kann nicht wirken: Sie nennt keine „rasterFunction“. Für Rohwerte lassen Sie sie weg.</translation>
    </message>
    <message>
        <location filename="../../core/functions.py"/>
        <source>The rendering rule cannot work: {1}.</source>
        <translation>Die Renderregel kann nicht wirken: {1}.</translation>
    </message>
    <message>
        <location filename="../../core/rules.py"/>
        <source>The rendering rule is not valid JSON: {1}.</source>
        <translation>Die Renderregel ist kein gültiges JSON: {1}.</translation>
    </message>
    <message>
        <location filename="../../core/rules.py"/>
        <source>The rendering rule must be a JSON object.</source>
        <translation>Die Renderregel muss ein JSON-Objekt sein.</translation>
    </message>
    <message>
        <location filename="../../core/session.py"/>
        <source>The request cannot be sent: the address or the token holds characters that do not belong there.</source>
        <translation>Die Anfrage kann nicht gesendet werden: Adresse oder Token enthalten Zeichen, die nicht dorthin gehören.</translation>
    </message>
    <message>
        <location filename="../../core/envelope.py"/>
        <source>The server answers HTTP {1}.</source>
        <translation>Der Server antwortet mit HTTP {1}.</translation>
    </message>
    <message>
        <location filename="../../core/envelope.py"/>
        <source>The server answers a web page instead of data: {1}</source>
        <translation>Der Server antwortet mit einer Webseite statt mit Daten: {1}</translation>
    </message>
    <message>
        <location filename="../../core/envelope.py"/>
        <source>The server answers a web page instead of data: {1} Check the address; a proxy or a sign-in page may be in between.</source>
        <translation>Der Server antwortet mit einer Webseite statt mit Daten: {1} Prüfen Sie die Adresse; vielleicht ist ein Proxy oder eine Anmeldeseite dazwischen.</translation>
    </message>
    <message>
        <location filename="../../core/remote_file.py"/>
        <source>The server answers another part of the file than was asked for.</source>
        <translation>Der Server antwortet mit einem anderen Teil der Datei als dem verlangten.</translation>
    </message>
    <message>
        <location filename="../../core/plan.py"/>
        <source>The server answers at most {1} × {2} cells: tiles are that size.</source>
        <translation>Der Server antwortet mit höchstens {1} × {2} Zellen: So groß sind die Kacheln.</translation>
    </message>
    <message>
        <location filename="../../core/answer.py"/>
        <source>The server answers nothing at all.</source>
        <translation>Der Server antwortet überhaupt nichts.</translation>
    </message>
    <message>
        <location filename="../../core/replies.py"/>
        <source>The server answers nothing: check that the address is that of an ArcGIS service.</source>
        <translation>Der Server antwortet nichts: Prüfen Sie, ob die Adresse die eines ArcGIS-Dienstes ist.</translation>
    </message>
    <message>
        <location filename="../../core/samples.py"/>
        <source>The server answers something else than samples.</source>
        <translation>Der Server antwortet mit etwas anderem als Stichproben.</translation>
    </message>
    <message>
        <location filename="../../core/replies.py"/>
        <source>The server answers something that is not JSON: check that the address is that of an ArcGIS service.</source>
        <translation>Der Server antwortet mit etwas, das kein JSON ist: Prüfen Sie, ob die Adresse die eines ArcGIS-Dienstes ist.</translation>
    </message>
    <message>
        <location filename="../../core/plan.py"/>
        <source>The server converts {1} to {2}; what does not fit is clamped.</source>
        <translation>Der Server wandelt {1} in {2} um; was nicht hineinpasst, wird gekappt.</translation>
    </message>
    <message>
        <location filename="../../core/envelope.py"/>
        <source>The server could not answer (it gives no reason).</source>
        <translation>Der Server konnte nicht antworten (ohne Angabe eines Grundes).</translation>
    </message>
    <message>
        <location filename="../../core/envelope.py"/>
        <source>The server could not answer ({1}).</source>
        <translation>Der Server konnte nicht antworten ({1}).</translation>
    </message>
    <message>
        <location filename="../../core/upload.py"/>
        <source>The server lost part {1} of {2} of the upload again and again.</source>
        <translation>Der Server hat Teil {1} von {2} des Hochgeladenen immer wieder verloren.</translation>
    </message>
    <message>
        <location filename="../../core/envelope.py"/>
        <source>The server refuses the request (it gives no reason).</source>
        <translation>Der Server lehnt die Anfrage ab (ohne Angabe eines Grundes).</translation>
    </message>
    <message>
        <location filename="../../core/envelope.py"/>
        <source>The server refuses the request ({1}).</source>
        <translation>Der Server lehnt die Anfrage ab ({1}).</translation>
    </message>
    <message>
        <location filename="../../core/plan.py"/>
        <source>The server reprojects from {1} to {2} ({3}): new cells.</source>
        <translation>Der Server projiziert von {1} nach {2} um ({3}): neue Zellen.</translation>
    </message>
    <message>
        <location filename="../../core/job_status.py"/>
        <source>The server says “{1}” of its job, which says nothing about its end.</source>
        <translation>Der Server sagt „{1}“ über seinen Auftrag, was nichts über dessen Ende verrät.</translation>
    </message>
    <message>
        <location filename="../../core/session.py"/>
        <source>The server sends the request in circles or to a strange place.</source>
        <translation>Der Server schickt die Anfrage im Kreis oder an einen fremden Ort.</translation>
    </message>
    <message>
        <location filename="../../core/session.py"/>
        <source>The server sends the sign-in to another place, {1}.</source>
        <translation>Der Server schickt die Anmeldung an einen anderen Ort, {1}.</translation>
    </message>
    <message>
        <location filename="../../core/decode/lerc.py"/>
        <source>The server sent LERC 1, which cannot hold {1} values beyond 16,777,216 exactly: choose another format.</source>
        <translation>Der Server hat LERC 1 gesendet, das {1}-Werte über 16.777.216 nicht exakt enthalten kann: Wählen Sie ein anderes Format.</translation>
    </message>
    <message>
        <location filename="../../core/decode/lerc2_header.py"/>
        <source>The server sent LERC 2 of the unknown version {1}.</source>
        <translation>Der Server hat LERC 2 der unbekannten Version {1} gesendet.</translation>
    </message>
    <message>
        <location filename="../../core/decode/lerc.py"/>
        <source>The server sent LERC 2 of {1} bands with {2} values per pixel, an order of bands that is not known.</source>
        <translation>Der Server hat LERC 2 mit {1} Kanälen und {2} Werten je Pixel gesendet, eine unbekannte Anordnung der Kanäle.</translation>
    </message>
    <message>
        <location filename="../../core/decode/picture.py"/>
        <source>The server sent {1} although {2} was asked for; pictures do not hold the values of this service.</source>
        <translation>Der Server hat {1} gesendet, obwohl {2} verlangt war; Bilder enthalten die Werte dieses Dienstes nicht.</translation>
    </message>
    <message>
        <location filename="../../core/decode/__init__.py"/>
        <source>The server sent {1} bytes that are no picture, nor any other format known here.</source>
        <translation>Der Server hat {1} Bytes gesendet, die weder ein Bild noch ein anderes hier bekanntes Format sind.</translation>
    </message>
    <message>
        <location filename="../../core/decode/__init__.py"/>
        <source>The server sent {1} bytes that are no {2}, nor any other format known here.</source>
        <translation>Der Server hat {1} Bytes gesendet, die weder {2} noch ein anderes hier bekanntes Format sind.</translation>
    </message>
    <message>
        <location filename="../../core/decode/__init__.py"/>
        <source>The server sent {1} instead of pixels.</source>
        <translation>Der Server hat {1} statt Pixeln gesendet.</translation>
    </message>
    <message>
        <location filename="../../core/decode/gdal_memory.py"/>
        <source>The server sent {1} of pixel type {2}, which image services do not have.</source>
        <translation>Der Server hat {1} vom Pixeltyp {2} gesendet, den Bilddienste nicht haben.</translation>
    </message>
    <message>
        <location filename="../../core/decode/conform.py"/>
        <source>The server sent {1} of type {2} with values that the expected type {3} cannot hold.</source>
        <translation>Der Server hat {1} vom Typ {2} mit Werten gesendet, die der erwartete Typ {3} nicht enthalten kann.</translation>
    </message>
    <message>
        <location filename="../../core/decode/conform.py"/>
        <source>The server sent {1} of {2} x {3} pixels instead of {4} x {5}.</source>
        <translation>Der Server hat {1} mit {2} x {3} statt {4} x {5} Pixeln gesendet.</translation>
    </message>
    <message>
        <location filename="../../core/decode/conform.py"/>
        <source>The server sent {1} that claims {2} bands: ask for fewer of them.</source>
        <translation>Der Server hat {1} mit angeblich {2} Kanälen gesendet: Verlangen Sie weniger davon.</translation>
    </message>
    <message>
        <location filename="../../core/decode/conform.py"/>
        <source>The server sent {1} with {2} band instead of {3}.</source>
        <translation>Der Server hat {1} mit {2} Kanal statt {3} gesendet.</translation>
    </message>
    <message>
        <location filename="../../core/decode/conform.py"/>
        <source>The server sent {1} with {2} bands instead of {3}.</source>
        <translation>Der Server hat {1} mit {2} Kanälen statt {3} gesendet.</translation>
    </message>
    <message>
        <location filename="../../core/publication.py"/>
        <source>The server took the job, but does not say how to find it.</source>
        <translation>Der Server hat den Auftrag angenommen, sagt aber nicht, wie er zu finden ist.</translation>
    </message>
    <message>
        <location filename="../../core/upload.py"/>
        <source>The server took the upload, but does not say where it is.</source>
        <translation>Der Server hat das Hochgeladene angenommen, sagt aber nicht, wo es ist.</translation>
    </message>
    <message>
        <location filename="../../core/envelope.py"/>
        <source>The server wants https: use the https:// address.</source>
        <translation>Der Server verlangt https: Verwenden Sie die https://-Adresse.</translation>
    </message>
    <message>
        <location filename="../../core/job_status.py"/>
        <source>The server&apos;s job failed: it gives no reason</source>
        <translation>Der Auftrag des Servers ist fehlgeschlagen: ohne Angabe eines Grundes</translation>
    </message>
    <message>
        <location filename="../../core/job_status.py"/>
        <source>The server&apos;s job failed: {1}</source>
        <translation>Der Auftrag des Servers ist fehlgeschlagen: {1}</translation>
    </message>
    <message>
        <location filename="../../core/leftovers.py"/>
        <source>The server&apos;s job may still be running.</source>
        <translation>Der Auftrag des Servers läuft vielleicht noch.</translation>
    </message>
    <message>
        <location filename="../../core/submission.py"/>
        <source>The server&apos;s task {1} takes no {2}: this plugin does not know its kind.</source>
        <translation>Die Aufgabe {1} des Servers nimmt kein {2} an: Diese Erweiterung kennt ihre Art nicht.</translation>
    </message>
    <message>
        <location filename="../../core/envelope.py"/>
        <source>The service asks for a sign-in (it gives no reason). Sign in and try again.</source>
        <translation>Der Dienst verlangt eine Anmeldung (ohne Angabe eines Grundes). Melden Sie sich an und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <location filename="../../core/envelope.py"/>
        <source>The service asks for a sign-in ({1}). Sign in and try again.</source>
        <translation>Der Dienst verlangt eine Anmeldung ({1}). Melden Sie sich an und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <location filename="../../core/jobs.py"/>
        <source>The service could not be shared as asked</source>
        <translation>Der Dienst konnte nicht wie gewünscht freigegeben werden</translation>
    </message>
    <message>
        <location filename="../../core/placing.py"/>
        <source>The service counts longitudes from {1} to {2}, and the extent lies at both of its ends: only {3} to {4} is downloaded. Download the rest on its own.</source>
        <translation>Der Dienst zählt Längengrade von {1} bis {2}, und die Ausdehnung liegt an seinen beiden Enden: Nur {3} bis {4} wird heruntergeladen. Laden Sie den Rest für sich herunter.</translation>
    </message>
    <message>
        <location filename="../../core/pilot.py"/>
        <source>The service does not accept the rule for raw values: its own default processing may have been applied.</source>
        <translation>Der Dienst nimmt die Regel für Rohwerte nicht an: Seine eigene Standardverarbeitung kann angewendet worden sein.</translation>
    </message>
    <message>
        <location filename="../../core/service.py"/>
        <source>The service does not say in which spatial reference its coordinates are; its owner has to define one.</source>
        <translation>Der Dienst sagt nicht, in welchem Koordinatenbezugssystem seine Koordinaten sind; sein Eigentümer muss eines festlegen.</translation>
    </message>
    <message>
        <location filename="../../core/rules.py"/>
        <source>The service has no raster function “{1}”; it offers: none.</source>
        <translation>Der Dienst hat keine Rasterfunktion „{1}“; er bietet an: keine.</translation>
    </message>
    <message>
        <location filename="../../core/rules.py"/>
        <source>The service has no raster function “{1}”; it offers: {2}.</source>
        <translation>Der Dienst hat keine Rasterfunktion „{1}“; er bietet an: {2}.</translation>
    </message>
    <message>
        <location filename="../../core/plan.py"/>
        <source>The service has no time: it may ignore the time given.</source>
        <translation>Der Dienst hat keine Zeit: Er beachtet die angegebene Zeit vielleicht nicht.</translation>
    </message>
    <message>
        <location filename="../../core/plan.py"/>
        <source>The service has no time: it may ignore the time given. Choose a slice, or download a time series.</source>
        <translation>Der Dienst hat keine Zeit: Er beachtet die angegebene Zeit vielleicht nicht. Wählen Sie eine Schicht oder laden Sie eine Zeitreihe herunter.</translation>
    </message>
    <message>
        <location filename="../../core/verification.py"/>
        <source>The service has {1} bands instead of {2}.</source>
        <translation>Der Dienst hat {1} Kanäle statt {2}.</translation>
    </message>
    <message>
        <location filename="../../core/verification.py"/>
        <source>The service has {1} × {2} cells instead of {3} × {4}.</source>
        <translation>Der Dienst hat {1} × {2} Zellen statt {3} × {4}.</translation>
    </message>
    <message>
        <location filename="../../core/placing.py"/>
        <source>The service is cut to where {1} is meant to be used.</source>
        <translation>Der Dienst wird auf das Gebiet zugeschnitten, für das {1} gedacht ist.</translation>
    </message>
    <message>
        <location filename="../../core/jobs.py"/>
        <source>The service is made, but it could not be looked at: {1}</source>
        <translation>Der Dienst ist angelegt, konnte aber nicht geprüft werden: {1}</translation>
    </message>
    <message>
        <location filename="../../core/plan.py"/>
        <source>The service keeps its times as slices: it may ignore the time given.</source>
        <translation>Der Dienst führt seine Zeiten als Schichten: Er beachtet die angegebene Zeit vielleicht nicht.</translation>
    </message>
    <message>
        <location filename="../../core/plan.py"/>
        <source>The service keeps its times as slices: it may ignore the time given. Choose a slice, or download a time series.</source>
        <translation>Der Dienst führt seine Zeiten als Schichten: Er beachtet die angegebene Zeit vielleicht nicht. Wählen Sie eine Schicht oder laden Sie eine Zeitreihe herunter.</translation>
    </message>
    <message>
        <location filename="../../core/placing.py"/>
        <source>The service lies across 180 degrees: in {1} it is at both ends of the map, with empty cells in between. Give an extent on one side, or choose the spatial reference of its region.</source>
        <translation>Der Dienst liegt über dem 180. Längengrad: In {1} ist er an beiden Enden der Karte, mit leeren Zellen dazwischen. Geben Sie eine Ausdehnung auf einer Seite an oder wählen Sie das Koordinatenbezugssystem seiner Region.</translation>
    </message>
    <message>
        <location filename="../../core/publish_options.py"/>
        <source>The service name has {1} characters: {2} are allowed.</source>
        <translation>Der Dienstname hat {1} Zeichen: Erlaubt sind {2}.</translation>
    </message>
    <message>
        <location filename="../../core/publish_options.py"/>
        <source>The service needs a name.</source>
        <translation>Der Dienst braucht einen Namen.</translation>
    </message>
    <message>
        <location filename="../../core/pilot.py"/>
        <source>The service offers no format that can be read here.</source>
        <translation>Der Dienst bietet kein Format an, das hier gelesen werden kann.</translation>
    </message>
    <message>
        <location filename="../../core/rules.py"/>
        <source>The service “{1}” allows no raster functions: leave the rendering rule empty.</source>
        <translation>Der Dienst „{1}“ erlaubt keine Rasterfunktionen: Lassen Sie die Renderregel leer.</translation>
    </message>
    <message>
        <location filename="../../core/content.py"/>
        <source>The service “{1}” could not be made (it gives no reason).</source>
        <translation>Der Dienst „{1}“ konnte nicht angelegt werden (ohne Angabe eines Grundes).</translation>
    </message>
    <message>
        <location filename="../../core/content.py"/>
        <source>The service “{1}” could not be made ({2}).</source>
        <translation>Der Dienst „{1}“ konnte nicht angelegt werden ({2}).</translation>
    </message>
    <message>
        <location filename="../../core/auth.py"/>
        <source>The sign-in as “{1}” was refused ({2}). Check the user name and the password; accounts with a company login or a second factor need OAuth 2 instead.</source>
        <translation>Die Anmeldung als „{1}“ wurde abgelehnt ({2}). Prüfen Sie Benutzername und Kennwort; Konten mit Firmenanmeldung oder zweitem Faktor brauchen stattdessen OAuth 2.</translation>
    </message>
    <message>
        <location filename="../../core/auth.py"/>
        <source>The sign-in gave no token.</source>
        <translation>Die Anmeldung ergab kein Token.</translation>
    </message>
    <message>
        <location filename="../../core/envelope.py"/>
        <source>The sign-in has expired or is not valid here (it gives no reason). Sign in and try again.</source>
        <translation>Die Anmeldung ist abgelaufen oder gilt hier nicht (ohne Angabe eines Grundes). Melden Sie sich an und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <location filename="../../core/envelope.py"/>
        <source>The sign-in has expired or is not valid here ({1}). Sign in and try again.</source>
        <translation>Die Anmeldung ist abgelaufen oder gilt hier nicht ({1}). Melden Sie sich an und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <location filename="../../core/series.py"/>
        <source>The slice {1} could not be had; finished slices stay, and another run continues.</source>
        <translation>Die Schicht {1} war nicht zu bekommen; fertige Schichten bleiben, und ein weiterer Lauf macht weiter.</translation>
    </message>
    <message>
        <location filename="../../core/stack.py"/>
        <source>The slices differ in size, place, type or NoData: they cannot be the bands of one raster.</source>
        <translation>Die Schichten unterscheiden sich in Größe, Lage, Typ oder NoData: Sie können nicht die Bänder eines Rasters sein.</translation>
    </message>
    <message>
        <location filename="../../core/spatialref.py"/>
        <source>The spatial reference {1} is unknown to this computer: neither EPSG nor Esri lists it and it comes without a usable definition. Ask the owner of the service for its WKT.</source>
        <translation>Das Koordinatenbezugssystem {1} ist diesem Rechner unbekannt: Weder EPSG noch Esri führt es, und es kommt ohne brauchbare Definition. Fragen Sie den Eigentümer des Dienstes nach dessen WKT.</translation>
    </message>
    <message>
        <location filename="../../core/blob_store.py"/>
        <source>The store of ArcGIS Online refuses the upload, although its signature is new.</source>
        <translation>Der Speicher von ArcGIS Online lehnt das Hochladen ab, obwohl die Signatur neu ist.</translation>
    </message>
    <message>
        <location filename="../../core/publish_options.py"/>
        <source>The summary has {1} characters: {2} are allowed.</source>
        <translation>Die Zusammenfassung hat {1} Zeichen: Erlaubt sind {2}.</translation>
    </message>
    <message>
        <location filename="../../core/transfer.py"/>
        <source>The tile at column {1}, row {2} ({3} × {4} cells) could not be had after {5} attempts. {6} Smaller tiles, fewer parallel requests, or filling failed tiles with NoData may help.</source>
        <translation>Die Kachel in Spalte {1}, Zeile {2} ({3} × {4} Zellen) war nach {5} Versuchen nicht zu bekommen. {6} Kleinere Kacheln, weniger gleichzeitige Anfragen oder das Füllen fehlender Kacheln mit NoData helfen vielleicht.</translation>
    </message>
    <message>
        <location filename="../../core/tileplan.py"/>
        <source>The tiles are JPEG, or may be: colours differ a little from what was stored.</source>
        <translation>Die Kacheln sind JPEG oder können es sein: Farben weichen ein wenig von den gespeicherten ab.</translation>
    </message>
    <message>
        <location filename="../../core/tileplan.py"/>
        <source>The tiles are in {1}: they are carried to {2} here, each new cell taking the value of the nearest one of level {3} ({4}).</source>
        <translation>Die Kacheln sind in {1}: Sie werden hier nach {2} übertragen; jede neue Zelle übernimmt den Wert der nächstgelegenen von Stufe {3} ({4}).</translation>
    </message>
    <message>
        <location filename="../../core/tileplan.py"/>
        <source>The tiles of “{1}” are LERC, and nothing here can decode them: install the Python package “lerc” into the Python of QGIS (python3 -m pip install lerc) and start QGIS again.</source>
        <translation>Die Kacheln von „{1}“ sind LERC, und nichts hier kann sie dekodieren: Installieren Sie das Python-Paket „lerc“ im Python von QGIS (python3 -m pip install lerc) und starten Sie QGIS neu.</translation>
    </message>
    <message>
        <location filename="../../core/rules.py"/>
        <source>The time “{1}” ends before it starts.</source>
        <translation>Die Zeit „{1}“ endet, bevor sie beginnt.</translation>
    </message>
    <message>
        <location filename="../../core/series.py"/>
        <source>The times and slices of a stack are chosen by its steps: leave time and slice empty.</source>
        <translation>Zeiten und Schichten eines Stapels werden durch seine Schritte gewählt: Lassen Sie Zeit und Schicht leer.</translation>
    </message>
    <message>
        <location filename="../../core/leftovers.py"/>
        <source>The unfinished service could not be removed: delete the item {1} yourself.</source>
        <translation>Der unfertige Dienst konnte nicht entfernt werden: Löschen Sie das Element {1} selbst.</translation>
    </message>
    <message>
        <location filename="../../core/publication.py"/>
        <source>The unfinished service is kept, as item {1}.</source>
        <translation>Der unfertige Dienst bleibt erhalten, als Element {1}.</translation>
    </message>
    <message>
        <location filename="../../core/leftovers.py"/>
        <source>The uploaded file could not be removed: the server will do it some day.</source>
        <translation>Die hochgeladene Datei konnte nicht entfernt werden: Der Server wird es irgendwann tun.</translation>
    </message>
    <message>
        <location filename="../../core/decode/gdal_memory.py"/>
        <source>The {1} answer is cut or damaged.</source>
        <translation>Die {1}-Antwort ist abgeschnitten oder beschädigt.</translation>
    </message>
    <message>
        <location filename="../../core/steps.py"/>
        <source>The {1} rasters of {2} cannot be told apart from others by their time, and “{3}” locks at most {4} at once: choose a smaller extent.</source>
        <translation>Die {1} Raster von {2} lassen sich nicht durch ihre Zeit von anderen unterscheiden, und „{3}“ sperrt höchstens {4} auf einmal: Wählen Sie eine kleinere Ausdehnung.</translation>
    </message>
    <message>
        <location filename="../../core/steps.py"/>
        <source>There are {1} rasters: restrict area or time, or give a condition (at most {2}).</source>
        <translation>Es gibt {1} Raster: Schränken Sie Fläche oder Zeit ein oder geben Sie eine Bedingung an (höchstens {2}).</translation>
    </message>
    <message>
        <location filename="../../core/directory.py"/>
        <source>There is neither an ArcGIS portal nor an ArcGIS server at {1}: paste the address of its home page or of its services directory.</source>
        <translation>Unter {1} gibt es weder ein ArcGIS-Portal noch einen ArcGIS-Server: Fügen Sie die Adresse der Startseite oder des Diensteverzeichnisses ein.</translation>
    </message>
    <message>
        <location filename="../../core/plan.py"/>
        <source>There is no band {1}: “{2}” has bands 1 to {3}.</source>
        <translation>Es gibt keinen Kanal {1}: „{2}“ hat die Kanäle 1 bis {3}.</translation>
    </message>
    <message>
        <location filename="../../core/plan.py"/>
        <source>There is no band {1}: “{2}” has only band 1.</source>
        <translation>Es gibt keinen Kanal {1}: „{2}“ hat nur Kanal 1.</translation>
    </message>
    <message>
        <location filename="../../core/raster_source.py"/>
        <source>There is no band {1}: “{2}” has {3}.</source>
        <translation>Es gibt keinen Kanal {1}: „{2}“ hat {3}.</translation>
    </message>
    <message>
        <location filename="../../core/first_contact.py"/>
        <source>There is no connection to {1} over https, but there is one over http, where anybody on the way can read along: put http:// in front of the address if that is what you want.</source>
        <translation>Es gibt keine Verbindung zu {1} über https, wohl aber über http, wo jeder auf dem Weg mitlesen kann: Setzen Sie http:// vor die Adresse, wenn Sie das wollen.</translation>
    </message>
    <message>
        <location filename="../../plugin/network/outcome.py"/>
        <source>There is no connection to {1}.</source>
        <translation>Es gibt keine Verbindung zu {1}.</translation>
    </message>
    <message>
        <location filename="../../core/failure.py"/>
        <source>There is no connection to {1}: check the address and the network.</source>
        <translation>Es gibt keine Verbindung zu {1}: Prüfen Sie die Adresse und das Netzwerk.</translation>
    </message>
    <message>
        <location filename="../../plugin/network/outcome.py"/>
        <source>There is no host {1}.</source>
        <translation>Es gibt keinen Rechner {1}.</translation>
    </message>
    <message>
        <location filename="../../core/connect.py"/>
        <source>There is no image service at this address: check the folder and the name.</source>
        <translation>Unter dieser Adresse gibt es keinen Bilddienst: Prüfen Sie Ordner und Namen.</translation>
    </message>
    <message>
        <location filename="../../core/options.py"/>
        <source>There is no option “{1}”; the options are {2}.</source>
        <translation>Es gibt keine Option „{1}“; die Optionen sind {2}.</translation>
    </message>
    <message>
        <location filename="../../plugin/network/outcome.py"/>
        <source>There is no such proxy as QGIS is to use for {1}.</source>
        <translation>Den Proxy, den QGIS für {1} verwenden soll, gibt es nicht.</translation>
    </message>
    <message>
        <location filename="../../core/envelope.py"/>
        <source>There is nothing at this address (it gives no reason). Check folder and name.</source>
        <translation>Unter dieser Adresse gibt es nichts (ohne Angabe eines Grundes). Prüfen Sie Ordner und Namen.</translation>
    </message>
    <message>
        <location filename="../../core/envelope.py"/>
        <source>There is nothing at this address ({1}). Check folder and name.</source>
        <translation>Unter dieser Adresse gibt es nichts ({1}). Prüfen Sie Ordner und Namen.</translation>
    </message>
    <message>
        <location filename="../../core/series.py"/>
        <source>There is nothing to download: choose at least one date or slice.</source>
        <translation>Es gibt nichts herunterzuladen: Wählen Sie mindestens einen Zeitpunkt oder eine Schicht.</translation>
    </message>
    <message>
        <location filename="../../core/decode/gdal_memory.py"/>
        <source>This GDAL cannot read {1}: choose another format.</source>
        <translation>Dieses GDAL kann {1} nicht lesen: Wählen Sie ein anderes Format.</translation>
    </message>
    <message>
        <location filename="../../core/auth.py"/>
        <source>This GIS takes passwords without https: they are not sent that way.</source>
        <translation>Dieses GIS nimmt Kennwörter ohne https an: So werden sie nicht gesendet.</translation>
    </message>
    <message>
        <location filename="../../core/decode/lerc.py"/>
        <source>This LERC answer needs the Python package &apos;lerc&apos;: install it into the Python of QGIS (python3 -m pip install lerc), or choose another format.</source>
        <translation>Diese LERC-Antwort braucht das Python-Paket „lerc“: Installieren Sie es im Python von QGIS (python3 -m pip install lerc) oder wählen Sie ein anderes Format.</translation>
    </message>
    <message>
        <location filename="../../core/download.py"/>
        <source>This description is not connected to its service: open it with open_service.</source>
        <translation>Diese Beschreibung ist nicht mit ihrem Dienst verbunden: Öffnen Sie ihn mit open_service.</translation>
    </message>
    <message>
        <location filename="../../core/service.py"/>
        <source>This is an image service, but it does not say where its cells lie: it holds no rasters yet, or was left half made. Ask its owner.</source>
        <translation>Dies ist ein Bilddienst, er sagt aber nicht, wo seine Zellen liegen: Er enthält noch keine Raster oder ist halb fertig geblieben. Fragen Sie seinen Eigentümer.</translation>
    </message>
    <message>
        <location filename="../../plugin/network/adapter.py"/>
        <source>This is not an address of a web server.</source>
        <translation>Dies ist keine Adresse eines Webservers.</translation>
    </message>
    <message>
        <location filename="../../core/failure.py"/>
        <source>This is not an address: it should begin with https:// and name a server.</source>
        <translation>Dies ist keine Adresse: Sie sollte mit https:// beginnen und einen Server nennen.</translation>
    </message>
    <message>
        <location filename="../../core/address.py"/>
        <source>This is not an address: it should look like https://server/arcgis/rest/services.</source>
        <translation>Dies ist keine Adresse: Sie sollte aussehen wie https://server/arcgis/rest/services.</translation>
    </message>
    <message>
        <location filename="../../core/address.py"/>
        <source>This is not the address of an image service: it should end in /ImageServer.</source>
        <translation>Dies ist nicht die Adresse eines Bilddienstes: Sie sollte auf /ImageServer enden.</translation>
    </message>
    <message>
        <location filename="../../core/jobs.py"/>
        <source>This is not the description of a publishing job.</source>
        <translation>Dies ist keine Beschreibung einer Veröffentlichung.</translation>
    </message>
    <message>
        <location filename="../../core/address.py"/>
        <source>This is the address of a {1}, not of an image service (…/ImageServer).</source>
        <translation>Dies ist die Adresse eines anderen Dienstes ({1}), nicht die eines Bilddienstes (…/ImageServer).</translation>
    </message>
    <message>
        <location filename="../../core/portal.py"/>
        <source>This item is a something else, not an image service.</source>
        <translation>Dieses Element ist etwas anderes, kein Bilddienst.</translation>
    </message>
    <message>
        <location filename="../../core/portal.py"/>
        <source>This item is a {1}, not an image service.</source>
        <translation>Dieses Element ist etwas anderes ({1}), kein Bilddienst.</translation>
    </message>
    <message>
        <location filename="../../core/auth.py"/>
        <source>This server belongs to the portal at {1}: register the portal instead.</source>
        <translation>Dieser Server gehört zum Portal unter {1}: Registrieren Sie stattdessen das Portal.</translation>
    </message>
    <message>
        <location filename="../../core/plan.py"/>
        <source>This server can only give square cells: values are resampled.</source>
        <translation>Dieser Server kann nur quadratische Zellen liefern: Die Werte werden neu abgetastet.</translation>
    </message>
    <message>
        <location filename="../../core/auth.py"/>
        <source>This server knows no user names: register it without a sign-in.</source>
        <translation>Dieser Server kennt keine Benutzernamen: Registrieren Sie ihn ohne Anmeldung.</translation>
    </message>
    <message>
        <location filename="../../core/tilecache.py"/>
        <source>Tiles of “{1}” that were missing a while ago are there now: what the server has not is not to be told from what it could not find.</source>
        <translation>Kacheln von „{1}“, die vor einer Weile fehlten, sind jetzt da: Was der Server nicht hat, ist nicht von dem zu unterscheiden, was er nicht finden konnte.</translation>
    </message>
    <message>
        <location filename="../../core/series.py"/>
        <source>Two slices have the same name: files could not be told apart.</source>
        <translation>Zwei Schichten haben denselben Namen: Dateien wären nicht zu unterscheiden.</translation>
    </message>
    <message>
        <location filename="../../core/plan.py"/>
        <source>Values are the result of a rendering rule.</source>
        <translation>Die Werte sind das Ergebnis einer Renderregel.</translation>
    </message>
    <message>
        <location filename="../../core/plan.py"/>
        <source>Values may differ from the source by up to {1}.</source>
        <translation>Werte können um bis zu {1} von der Quelle abweichen.</translation>
    </message>
    <message>
        <location filename="../../core/resume.py"/>
        <source>What an interrupted download left in “{1}” cannot be read: it was started afresh.</source>
        <translation>Was ein unterbrochener Download in „{1}“ hinterlassen hat, kann nicht gelesen werden: Er wurde neu begonnen.</translation>
    </message>
    <message>
        <location filename="../../core/publication.py"/>
        <source>What is sent to the server cannot be kept in the folder for temporary files: {1}.</source>
        <translation>Was an den Server gesendet wird, kann nicht im Ordner für temporäre Dateien aufbewahrt werden: {1}.</translation>
    </message>
    <message>
        <location filename="../../core/clip.py"/>
        <source>What to clip to is no polygon, or an empty one: choose another layer.</source>
        <translation>Worauf zugeschnitten werden soll, ist kein oder ein leeres Polygon: Wählen Sie einen anderen Layer.</translation>
    </message>
    <message>
        <location filename="../../core/publication.py"/>
        <source>You have a service named “{1}” already: choose another name.</source>
        <translation>Sie haben schon einen Dienst namens „{1}“: Wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <location filename="../../core/envelope.py"/>
        <source>You may not do this here (it gives no reason). Ask the owner for access.</source>
        <translation>Sie dürfen das hier nicht (ohne Angabe eines Grundes). Bitten Sie den Eigentümer um Zugriff.</translation>
    </message>
    <message>
        <location filename="../../core/envelope.py"/>
        <source>You may not do this here ({1}). Ask the owner for access.</source>
        <translation>Sie dürfen das hier nicht ({1}). Bitten Sie den Eigentümer um Zugriff.</translation>
    </message>
    <message>
        <location filename="../../core/decode/__init__.py"/>
        <source>a message (JSON)</source>
        <translation>eine Meldung (JSON)</translation>
    </message>
    <message>
        <location filename="../../core/tileplan.py"/>
        <source>a mosaic rule</source>
        <translation>eine Mosaikregel</translation>
    </message>
    <message>
        <location filename="../../core/tileplan.py"/>
        <source>a rendering rule</source>
        <translation>eine Renderregel</translation>
    </message>
    <message>
        <location filename="../../core/tileplan.py"/>
        <source>a time (choose a slice instead)</source>
        <translation>eine Zeit (wählen Sie stattdessen eine Schicht)</translation>
    </message>
    <message>
        <location filename="../../core/decode/__init__.py"/>
        <source>a web page</source>
        <translation>eine Webseite</translation>
    </message>
    <message>
        <location filename="../../core/errors.py"/>
        <source>an address that cannot be read</source>
        <translation>eine nicht lesbare Adresse</translation>
    </message>
    <message>
        <location filename="../../core/decode/__init__.py"/>
        <source>an empty answer</source>
        <translation>eine leere Antwort</translation>
    </message>
    <message>
        <location filename="../../core/spatialref.py"/>
        <source>given as text</source>
        <translation>als Text angegeben</translation>
    </message>
    <message>
        <location filename="../../core/envelope.py"/>
        <source>it gives no reason</source>
        <translation>ohne Angabe eines Grundes</translation>
    </message>
    <message>
        <location filename="../../core/functions.py"/>
        <source>it names no “rasterFunction”</source>
        <translation>sie nennt keine „rasterFunction“</translation>
    </message>
    <message>
        <location filename="../../core/geotiff.py"/>
        <source>its last bytes did not reach the disk</source>
        <translation>die letzten Bytes kamen nicht auf der Festplatte an</translation>
    </message>
    <message>
        <location filename="../../core/vrt.py"/>
        <source>its reference or its bands differ</source>
        <translation>Bezugssystem oder Kanäle weichen ab</translation>
    </message>
    <message>
        <location filename="../../core/formats.py"/>
        <source>raw pixels with their mask (BSQ): exact and without cost; lossless compression of such values saves little</source>
        <translation>Rohpixel mit ihrer Maske (BSQ): exakt und ohne Aufwand; verlustfreie Komprimierung solcher Werte spart wenig</translation>
    </message>
    <message>
        <location filename="../../core/formats.py"/>
        <source>raw pixels with their mask (BSQ): exact, and no LERC decoder is installed here</source>
        <translation>Rohpixel mit ihrer Maske (BSQ): exakt, und hier ist kein LERC-Dekoder installiert</translation>
    </message>
    <message>
        <location filename="../../core/functions.py"/>
        <source>the arguments of “{1}” are no object</source>
        <translation>die Argumente von „{1}“ sind kein Objekt</translation>
    </message>
    <message>
        <location filename="../../core/tileplan.py"/>
        <source>the interpolation {1}</source>
        <translation>die Interpolation {1}</translation>
    </message>
    <message>
        <location filename="../../core/tileplan.py"/>
        <source>the pixel type {1}</source>
        <translation>der Pixeltyp {1}</translation>
    </message>
    <message>
        <location filename="../../core/tileplan.py"/>
        <source>the transfer format {1}</source>
        <translation>das Übertragungsformat {1}</translation>
    </message>
    <message>
        <location filename="../../core/steps.py"/>
        <source>the variables are {1}</source>
        <translation>die Variablen sind {1}</translation>
    </message>
    <message>
        <location filename="../../core/steps.py"/>
        <source>there are {1} dates from {2} to {3}</source>
        <translation>es gibt {1} Zeitpunkte von {2} bis {3}</translation>
    </message>
    <message>
        <location filename="../../core/tileplan.py"/>
        <source>tiles of the cache, as they are stored there ({1}, level {2})</source>
        <translation>Kacheln des Caches, wie sie dort gespeichert sind ({1}, Stufe {2})</translation>
    </message>
    <message>
        <location filename="../../plugin/network/outcome.py"/>
        <source>{1} answered something that is not HTTP.</source>
        <translation>{1} hat etwas geantwortet, das kein HTTP ist.</translation>
    </message>
    <message>
        <location filename="../../core/decode/bsq.py"/>
        <source>{1} answers can be read only if the pixel type is known: ask for one, or for TIFF.</source>
        <translation>{1}-Antworten lassen sich nur lesen, wenn der Pixeltyp bekannt ist: Verlangen Sie einen, oder TIFF.</translation>
    </message>
    <message>
        <location filename="../../core/publish_plan.py"/>
        <source>{1} cannot hold the NoData value {2}: choose another.</source>
        <translation>{1} kann den NoData-Wert {2} nicht enthalten: Wählen Sie einen anderen.</translation>
    </message>
    <message>
        <location filename="../../core/publication.py"/>
        <source>{1} cells hold {2} already, the value that means NoData: they become holes.</source>
        <translation>{1} Zellen enthalten schon {2}, den Wert, der NoData bedeutet: Sie werden zu Lücken.</translation>
    </message>
    <message>
        <location filename="../../plugin/network/outcome.py"/>
        <source>{1} closed the connection in the middle of its answer.</source>
        <translation>{1} hat die Verbindung mitten in der Antwort geschlossen.</translation>
    </message>
    <message>
        <location filename="../../plugin/network/outcome.py"/>
        <source>{1} closed the connection without an answer.</source>
        <translation>{1} hat die Verbindung ohne Antwort geschlossen.</translation>
    </message>
    <message>
        <location filename="../../core/failure.py"/>
        <source>{1} did not accept a connection in time.</source>
        <translation>{1} hat nicht rechtzeitig eine Verbindung angenommen.</translation>
    </message>
    <message>
        <location filename="../../core/failure.py"/>
        <source>{1} did not answer in time.</source>
        <translation>{1} hat nicht rechtzeitig geantwortet.</translation>
    </message>
    <message>
        <location filename="../../core/formats.py"/>
        <source>{1} has one mask for all bands: where one band is NoData, all may be. LERC, or each band on its own, keeps them apart.</source>
        <translation>{1} hat eine Maske für alle Kanäle: Wo ein Kanal NoData ist, können es alle sein. LERC, oder jeder Kanal für sich, hält sie auseinander.</translation>
    </message>
    <message>
        <location filename="../../core/pilot.py"/>
        <source>{1} instead of {2}: {3}</source>
        <translation>{1} statt {2}: {3}</translation>
    </message>
    <message>
        <location filename="../../core/options.py"/>
        <source>{1} is a text, not {2}.</source>
        <translation>{1} ist ein Text, nicht {2}.</translation>
    </message>
    <message>
        <location filename="../../core/pixels.py"/>
        <source>{1} is not a pixel type of image services; choose one of {2}.</source>
        <translation>{1} ist kein Pixeltyp von Bilddiensten; wählen Sie einen von {2}.</translation>
    </message>
    <message>
        <location filename="../../core/options.py"/>
        <source>{1} is {2}, but must be a whole number from {3} to {4}.</source>
        <translation>{1} ist {2}, muss aber eine ganze Zahl von {3} bis {4} sein.</translation>
    </message>
    <message>
        <location filename="../../core/options.py"/>
        <source>{1} is {2}, but must lie from {3} to {4}.</source>
        <translation>{1} ist {2}, muss aber zwischen {3} und {4} liegen.</translation>
    </message>
    <message>
        <location filename="../../core/publication.py"/>
        <source>{1} of {2} cells</source>
        <translation>{1} von {2} Zellen</translation>
    </message>
    <message>
        <location filename="../../core/samples.py"/>
        <source>{1} of {2} samples</source>
        <translation>{1} von {2} Stichproben</translation>
    </message>
    <message>
        <location filename="../../core/series.py"/>
        <source>{1} of {2} slices</source>
        <translation>{1} von {2} Schichten</translation>
    </message>
    <message>
        <location filename="../../core/series.py"/>
        <source>{1} of {2} slices, {3} left</source>
        <translation>{1} von {2} Schichten, noch {3}</translation>
    </message>
    <message>
        <location filename="../../core/download.py"/>
        <source>{1} of {2} tiles were there from an interrupted download.</source>
        <translation>{1} von {2} Kacheln waren von einem unterbrochenen Download da.</translation>
    </message>
    <message>
        <location filename="../../core/originals.py"/>
        <source>{1} of {2}, {3} left</source>
        <translation>{1} von {2}, noch {3}</translation>
    </message>
    <message>
        <location filename="../../plugin/network/outcome.py"/>
        <source>{1} refused the connection.</source>
        <translation>{1} hat die Verbindung abgelehnt.</translation>
    </message>
    <message>
        <location filename="../../core/originals.py"/>
        <source>{1} so far</source>
        <translation>bisher {1}</translation>
    </message>
    <message>
        <location filename="../../core/tilecache.py"/>
        <source>{1} tiles are missing or empty in the cache: NoData.</source>
        <translation>{1} Kacheln fehlen im Cache oder sind leer: NoData.</translation>
    </message>
    <message>
        <location filename="../../core/plan.py"/>
        <source>{1} × {2} cells, 1 band {3}, 1 request, about {4}, in {5}</source>
        <translation>{1} × {2} Zellen, 1 Kanal {3}, 1 Anfrage, etwa {4}, in {5}</translation>
    </message>
    <message>
        <location filename="../../core/plan.py"/>
        <source>{1} × {2} cells, 1 band {3}, {4} requests, about {5}, in {6}</source>
        <translation>{1} × {2} Zellen, 1 Kanal {3}, {4} Anfragen, etwa {5}, in {6}</translation>
    </message>
    <message>
        <location filename="../../core/plan.py"/>
        <source>{1} × {2} cells, {3} bands {4}, 1 request, about {5}, in {6}</source>
        <translation>{1} × {2} Zellen, {3} Kanäle {4}, 1 Anfrage, etwa {5}, in {6}</translation>
    </message>
    <message>
        <location filename="../../core/plan.py"/>
        <source>{1} × {2} cells, {3} bands {4}, {5} requests, about {6}, in {7}</source>
        <translation>{1} × {2} Zellen, {3} Kanäle {4}, {5} Anfragen, etwa {6}, in {7}</translation>
    </message>
    <message>
        <location filename="../../core/formats.py"/>
        <source>{1}, as asked</source>
        <translation>{1}, wie verlangt</translation>
    </message>
    <message>
        <location filename="../../core/publish_plan.py"/>
        <source>{1}, no NoData</source>
        <translation>{1}, kein NoData</translation>
    </message>
    <message>
        <location filename="../../core/download.py"/>
        <source>{1}, the best that this server gives</source>
        <translation>{1}, das Beste, was dieser Server liefert</translation>
    </message>
    <message>
        <location filename="../../core/geotiff.py"/>
        <source>“{1}” cannot be created: GDAL gives no reason.</source>
        <translation>„{1}“ kann nicht angelegt werden: GDAL nennt keinen Grund.</translation>
    </message>
    <message>
        <location filename="../../core/geotiff.py"/>
        <source>“{1}” cannot be created: its folder is gone.</source>
        <translation>„{1}“ kann nicht angelegt werden: Der Ordner ist nicht mehr da.</translation>
    </message>
    <message>
        <location filename="../../core/geotiff.py"/>
        <source>“{1}” cannot be created: the disk is full; make room or choose another folder.</source>
        <translation>„{1}“ kann nicht angelegt werden: Die Festplatte ist voll; schaffen Sie Platz oder wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <location filename="../../core/geotiff.py"/>
        <source>“{1}” cannot be created: {2}.</source>
        <translation>„{1}“ kann nicht angelegt werden: {2}.</translation>
    </message>
    <message>
        <location filename="../../core/geotiff.py"/>
        <source>“{1}” cannot be opened again: GDAL gives no reason.</source>
        <translation>„{1}“ kann nicht wieder geöffnet werden: GDAL nennt keinen Grund.</translation>
    </message>
    <message>
        <location filename="../../core/geotiff.py"/>
        <source>“{1}” cannot be opened again: its folder is gone.</source>
        <translation>„{1}“ kann nicht wieder geöffnet werden: Der Ordner ist nicht mehr da.</translation>
    </message>
    <message>
        <location filename="../../core/geotiff.py"/>
        <source>“{1}” cannot be opened again: the disk is full; make room or choose another folder.</source>
        <translation>„{1}“ kann nicht wieder geöffnet werden: Die Festplatte ist voll; schaffen Sie Platz oder wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <location filename="../../core/geotiff.py"/>
        <source>“{1}” cannot be opened again: {2}.</source>
        <translation>„{1}“ kann nicht wieder geöffnet werden: {2}.</translation>
    </message>
    <message>
        <location filename="../../core/raster_source.py"/>
        <source>“{1}” cannot be opened as a raster: there is none.</source>
        <translation>„{1}“ kann nicht als Raster geöffnet werden: Es gibt keines.</translation>
    </message>
    <message>
        <location filename="../../core/raster_source.py"/>
        <source>“{1}” cannot be opened as a raster: {2}.</source>
        <translation>„{1}“ kann nicht als Raster geöffnet werden: {2}.</translation>
    </message>
    <message>
        <location filename="../../core/stack.py"/>
        <source>“{1}” cannot be read: GDAL gives no reason.</source>
        <translation>„{1}“ kann nicht gelesen werden: GDAL nennt keinen Grund.</translation>
    </message>
    <message>
        <location filename="../../core/raster_source.py"/>
        <source>“{1}” cannot be read: it is damaged.</source>
        <translation>„{1}“ kann nicht gelesen werden: Es ist beschädigt.</translation>
    </message>
    <message>
        <location filename="../../core/raster_source.py"/>
        <source>“{1}” cannot be read: {2}.</source>
        <translation>„{1}“ kann nicht gelesen werden: {2}.</translation>
    </message>
    <message>
        <location filename="../../core/output.py"/>
        <source>“{1}” cannot be the name of a file ({2}): choose another.</source>
        <translation>„{1}“ kann kein Dateiname sein ({2}): Wählen Sie einen anderen.</translation>
    </message>
    <message>
        <location filename="../../core/geotiff.py"/>
        <source>“{1}” cannot be written further: it is another raster.</source>
        <translation>„{1}“ kann nicht weitergeschrieben werden: Es ist ein anderes Raster.</translation>
    </message>
    <message>
        <location filename="../../core/geotiff.py"/>
        <source>“{1}” cannot be written: GDAL gives no reason.</source>
        <translation>„{1}“ kann nicht geschrieben werden: GDAL nennt keinen Grund.</translation>
    </message>
    <message>
        <location filename="../../core/geotiff.py"/>
        <source>“{1}” cannot be written: its folder is gone.</source>
        <translation>„{1}“ kann nicht geschrieben werden: Der Ordner ist nicht mehr da.</translation>
    </message>
    <message>
        <location filename="../../core/resume.py"/>
        <source>“{1}” cannot be written: its folder was removed.</source>
        <translation>„{1}“ kann nicht geschrieben werden: Der Ordner wurde entfernt.</translation>
    </message>
    <message>
        <location filename="../../core/stack.py"/>
        <source>“{1}” cannot be written: the disk is full.</source>
        <translation>„{1}“ kann nicht geschrieben werden: Die Festplatte ist voll.</translation>
    </message>
    <message>
        <location filename="../../core/geotiff.py"/>
        <source>“{1}” cannot be written: the disk is full; make room or choose another folder.</source>
        <translation>„{1}“ kann nicht geschrieben werden: Die Festplatte ist voll; schaffen Sie Platz oder wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <location filename="../../core/output.py"/>
        <source>“{1}” cannot be written: the disk refused.</source>
        <translation>„{1}“ kann nicht geschrieben werden: Die Festplatte hat es abgelehnt.</translation>
    </message>
    <message>
        <location filename="../../core/resume.py"/>
        <source>“{1}” cannot be written: the unfinished file was removed.</source>
        <translation>„{1}“ kann nicht geschrieben werden: Die unfertige Datei wurde entfernt.</translation>
    </message>
    <message>
        <location filename="../../core/geotiff.py"/>
        <source>“{1}” cannot be written: {2}.</source>
        <translation>„{1}“ kann nicht geschrieben werden: {2}.</translation>
    </message>
    <message>
        <location filename="../../core/mosaic.py"/>
        <source>“{1}” does not allow the mosaic method “{2}”; it allows: {3}.</source>
        <translation>„{1}“ erlaubt die Mosaikmethode „{2}“ nicht; erlaubt sind: {3}.</translation>
    </message>
    <message>
        <location filename="../../core/plan.py"/>
        <source>“{1}” does not hand out pixels (its capabilities are: {2}). Ask its owner to allow “Image”.</source>
        <translation>„{1}“ liefert keine Pixel (die Fähigkeiten sind: {2}). Bitten Sie den Eigentümer, „Image“ zu erlauben.</translation>
    </message>
    <message>
        <location filename="../../core/resume.py"/>
        <source>“{1}” does not hold everything that was written to it: is the disk in order?</source>
        <translation>„{1}“ enthält nicht alles, was hineingeschrieben wurde: Ist die Festplatte in Ordnung?</translation>
    </message>
    <message>
        <location filename="../../core/publish_plan.py"/>
        <source>“{1}” does not lie anywhere on the map: georeference it first.</source>
        <translation>„{1}“ liegt nirgendwo auf der Karte: Georeferenzieren Sie es zuerst.</translation>
    </message>
    <message>
        <location filename="../../core/plan.py"/>
        <source>“{1}” does not say its pixel type: choose one.</source>
        <translation>„{1}“ nennt keinen Pixeltyp: Wählen Sie einen.</translation>
    </message>
    <message>
        <location filename="../../core/tileplan.py"/>
        <source>“{1}” does not say its pixel type: its tiles cannot be read.</source>
        <translation>„{1}“ nennt keinen Pixeltyp: Die Kacheln können nicht gelesen werden.</translation>
    </message>
    <message>
        <location filename="../../core/tiling.py"/>
        <source>“{1}” does not say where its tiles lie: ask its owner to repair the cache.</source>
        <translation>„{1}“ sagt nicht, wo die Kacheln liegen: Bitten Sie den Eigentümer, den Cache zu reparieren.</translation>
    </message>
    <message>
        <location filename="../../core/tiling.py"/>
        <source>“{1}” does not say which levels its cache has.</source>
        <translation>„{1}“ sagt nicht, welche Stufen der Cache hat.</translation>
    </message>
    <message>
        <location filename="../../core/geotiff.py"/>
        <source>“{1}” exists already: choose another name, or allow it to be overwritten.</source>
        <translation>„{1}“ ist schon vorhanden: Wählen Sie einen anderen Namen oder erlauben Sie das Überschreiben.</translation>
    </message>
    <message>
        <location filename="../../core/originals.py"/>
        <source>“{1}” gives no files for these rasters.</source>
        <translation>„{1}“ gibt für diese Raster keine Dateien heraus.</translation>
    </message>
    <message>
        <location filename="../../core/stretch.py"/>
        <source>“{1}” gives the same place other values in another request: seams show between tiles.</source>
        <translation>„{1}“ gibt demselben Ort in einer anderen Anfrage andere Werte: Zwischen Kacheln sind Nähte zu sehen.</translation>
    </message>
    <message>
        <location filename="../../core/publish_plan.py"/>
        <source>“{1}” has a scale of {2} and an offset of {3}: what is published are the stored values, without them.</source>
        <translation>„{1}“ hat die Skalierung {2} und den Versatz {3}: Veröffentlicht werden die gespeicherten Werte, ohne diese.</translation>
    </message>
    <message>
        <location filename="../../core/raster_source.py"/>
        <source>“{1}” has no bands of its own: choose one of the rasters in it.</source>
        <translation>„{1}“ hat keine eigenen Kanäle: Wählen Sie eines der darin enthaltenen Raster.</translation>
    </message>
    <message>
        <location filename="../../core/publish_plan.py"/>
        <source>“{1}” has no bands.</source>
        <translation>„{1}“ hat keine Kanäle.</translation>
    </message>
    <message>
        <location filename="../../core/tiling.py"/>
        <source>“{1}” has no cache of tiles: leave the source at auto.</source>
        <translation>„{1}“ hat keinen Kachel-Cache: Lassen Sie die Quelle auf auto.</translation>
    </message>
    <message>
        <location filename="../../core/publish_plan.py"/>
        <source>“{1}” has no cells.</source>
        <translation>„{1}“ hat keine Zellen.</translation>
    </message>
    <message>
        <location filename="../../core/publish_target.py"/>
        <source>“{1}” has no raster analytics, which makes services of rasters. What works instead: save the raster as a GeoTIFF and publish it with ArcGIS Pro, or have the server&apos;s administrator put it into a folder that the server can read and publish it from there.</source>
        <translation>„{1}“ hat keine Rasteranalyse, die aus Rastern Dienste macht. Was stattdessen geht: das Raster als GeoTIFF speichern und mit ArcGIS Pro veröffentlichen, oder es von der Administration des Servers in einen Ordner legen lassen, den der Server lesen kann, und von dort veröffentlichen.</translation>
    </message>
    <message>
        <location filename="../../core/publish_plan.py"/>
        <source>“{1}” has no spatial reference and would become an empty service: set the coordinate reference system of the layer first.</source>
        <translation>„{1}“ hat kein Koordinatenbezugssystem und würde ein leerer Dienst: Setzen Sie zuerst das KBS des Layers.</translation>
    </message>
    <message>
        <location filename="../../core/publishing.py"/>
        <source>“{1}” has {2} bands and “{3}” {4}: choose the same bands of all rasters.</source>
        <translation>„{1}“ hat {2} Kanäle und „{3}“ {4}: Wählen Sie von allen Rastern dieselben Kanäle.</translation>
    </message>
    <message>
        <location filename="../../core/remote_file.py"/>
        <source>“{1}” has {2} bytes instead of the {3} that the server announced.</source>
        <translation>„{1}“ hat {2} Bytes statt der {3}, die der Server angekündigt hat.</translation>
    </message>
    <message>
        <location filename="../../core/series.py"/>
        <source>“{1}” is a file: give a folder for the slices.</source>
        <translation>„{1}“ ist eine Datei: Geben Sie einen Ordner für die Schichten an.</translation>
    </message>
    <message>
        <location filename="../../core/geotiff.py"/>
        <source>“{1}” is a folder: give the name of a file.</source>
        <translation>„{1}“ ist ein Ordner: Geben Sie den Namen einer Datei an.</translation>
    </message>
    <message>
        <location filename="../../core/publish_target.py"/>
        <source>“{1}” is a server of the portal at {2}: register that portal to publish.</source>
        <translation>„{1}“ ist ein Server des Portals unter {2}: Registrieren Sie zum Veröffentlichen dieses Portal.</translation>
    </message>
    <message>
        <location filename="../../core/plan.py"/>
        <source>“{1}” is a tile cache: it answers no exportImage requests. Leave the source at auto, so that its tiles are read.</source>
        <translation>„{1}“ ist ein Kachel-Cache und beantwortet keine exportImage-Anfragen. Lassen Sie die Quelle auf auto, damit die Kacheln gelesen werden.</translation>
    </message>
    <message>
        <location filename="../../core/plan.py"/>
        <source>“{1}” is a tile cache: it answers no exportImage requests. Nor does it describe its tiles. Ask its owner for the dynamic imagery layer.</source>
        <translation>„{1}“ ist ein Kachel-Cache und beantwortet keine exportImage-Anfragen. Auch seine Kacheln beschreibt er nicht. Bitten Sie den Eigentümer um den dynamischen Bilddienst.</translation>
    </message>
    <message>
        <location filename="../../core/selection.py"/>
        <source>“{1}” is a tile cache: it answers no questions about places.</source>
        <translation>„{1}“ ist ein Kachel-Cache und beantwortet keine Fragen nach Orten.</translation>
    </message>
    <message>
        <location filename="../../core/publish_target.py"/>
        <source>“{1}” is an ArcGIS Server without a portal: services cannot be made there over the web. What works instead: save the raster as a GeoTIFF and publish it with ArcGIS Pro, or have the server&apos;s administrator put it into a folder that the server can read and publish it from there.</source>
        <translation>„{1}“ ist ein ArcGIS Server ohne Portal: Dort lassen sich über das Netz keine Dienste anlegen. Was stattdessen geht: das Raster als GeoTIFF speichern und mit ArcGIS Pro veröffentlichen, oder es von der Administration des Servers in einen Ordner legen lassen, den der Server lesen kann, und von dort veröffentlichen.</translation>
    </message>
    <message>
        <location filename="../../core/resume.py"/>
        <source>“{1}” is being written by another download, here or in another program: wait for it, or choose another name.</source>
        <translation>„{1}“ wird gerade von einem anderen Download geschrieben, hier oder in einem anderen Programm: Warten Sie darauf oder wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <location filename="../../core/options.py"/>
        <source>“{1}” is no compression; choose one of {2}.</source>
        <translation>„{1}“ ist keine Komprimierung; wählen Sie eine von {2}.</translation>
    </message>
    <message>
        <location filename="../../core/options.py"/>
        <source>“{1}” is no file_compression; choose one of {2}.</source>
        <translation>„{1}“ ist keine file_compression; wählen Sie eine von {2}.</translation>
    </message>
    <message>
        <location filename="../../core/options.py"/>
        <source>“{1}” is no format; choose one of {2}.</source>
        <translation>„{1}“ ist kein Format; wählen Sie eines von {2}.</translation>
    </message>
    <message>
        <location filename="../../core/options.py"/>
        <source>“{1}” is no interpolation; choose one of {2}.</source>
        <translation>„{1}“ ist keine Interpolation; wählen Sie eine von {2}.</translation>
    </message>
    <message>
        <location filename="../../core/rules.py"/>
        <source>“{1}” is no mosaic method; choose one of {2}, or give JSON.</source>
        <translation>„{1}“ ist keine Mosaikmethode; wählen Sie eine von {2} oder geben Sie JSON an.</translation>
    </message>
    <message>
        <location filename="../../core/mosaic.py"/>
        <source>“{1}” is no mosaic method; choose one of {2}.</source>
        <translation>„{1}“ ist keine Mosaikmethode; wählen Sie eine von {2}.</translation>
    </message>
    <message>
        <location filename="../../core/mosaic.py"/>
        <source>“{1}” is no mosaic operation; choose one of {2}.</source>
        <translation>„{1}“ ist keine Mosaikoperation; wählen Sie eine von {2}.</translation>
    </message>
    <message>
        <location filename="../../core/catalog.py"/>
        <source>“{1}” is no mosaic, or its owner does not let anyone look at its rasters (“Catalog”).</source>
        <translation>„{1}“ ist kein Mosaik, oder der Eigentümer lässt niemanden dessen Raster ansehen („Catalog“).</translation>
    </message>
    <message>
        <location filename="../../core/options.py"/>
        <source>“{1}” is no no_data_interpretation; choose one of {2}.</source>
        <translation>„{1}“ ist keine no_data_interpretation; wählen Sie eine von {2}.</translation>
    </message>
    <message>
        <location filename="../../core/options.py"/>
        <source>“{1}” is no on_error; choose one of {2}.</source>
        <translation>„{1}“ ist kein on_error; wählen Sie eines von {2}.</translation>
    </message>
    <message>
        <location filename="../../core/options.py"/>
        <source>“{1}” is no source; choose one of {2}.</source>
        <translation>„{1}“ ist keine Quelle; wählen Sie eine von {2}.</translation>
    </message>
    <message>
        <location filename="../../core/rules.py"/>
        <source>“{1}” is no time: give 2020-06-01 or 2020-06-01/2020-06-30.</source>
        <translation>„{1}“ ist keine Zeit: Geben Sie 2020-06-01 oder 2020-06-01/2020-06-30 an.</translation>
    </message>
    <message>
        <location filename="../../core/rules.py"/>
        <source>“{1}” is no time: write it as 2020-06-01 or 2020-06-01T12:00:00Z.</source>
        <translation>„{1}“ ist keine Zeit: Schreiben Sie sie als 2020-06-01 oder 2020-06-01T12:00:00Z.</translation>
    </message>
    <message>
        <location filename="../../core/series.py"/>
        <source>“{1}” is no way to keep slices; choose one of {2}.</source>
        <translation>„{1}“ ist keine Art, Schichten aufzubewahren; wählen Sie eine von {2}.</translation>
    </message>
    <message>
        <location filename="../../core/steps.py"/>
        <source>“{1}” is no way to put dates together; choose one of {2}.</source>
        <translation>„{1}“ ist keine Art, Zeitpunkte zusammenzufassen; wählen Sie eine von {2}.</translation>
    </message>
    <message>
        <location filename="../../core/publish_options.py"/>
        <source>“{1}” is no {2}; choose one of {3}.</source>
        <translation>„{1}“ ist nicht als {2} möglich; wählen Sie eines von {3}.</translation>
    </message>
    <message>
        <location filename="../../core/spatialref.py"/>
        <source>“{1}” is not a known spatial reference: give a code such as EPSG:3857, or a WKT.</source>
        <translation>„{1}“ ist kein bekanntes Koordinatenbezugssystem: Geben Sie einen Code wie EPSG:3857 oder ein WKT an.</translation>
    </message>
    <message>
        <location filename="../../core/resume.py"/>
        <source>“{1}” is not open.</source>
        <translation>„{1}“ ist nicht geöffnet.</translation>
    </message>
    <message>
        <location filename="../../core/tileplan.py"/>
        <source>“{1}” is read from the tiles of its cache, which are what they are: {2} cannot be had. Leave it out, or ask the owner of the service for a dynamic imagery layer.</source>
        <translation>„{1}“ wird aus den Kacheln seines Caches gelesen, die sind, wie sie sind: Nicht möglich ist {2}. Lassen Sie das weg oder bitten Sie den Eigentümer des Dienstes um einen dynamischen Bilddienst.</translation>
    </message>
    <message>
        <location filename="../../core/series.py"/>
        <source>“{1}” is there already, from another request: choose another folder, or allow to overwrite.</source>
        <translation>„{1}“ ist schon da, von einer anderen Anfrage: Wählen Sie einen anderen Ordner oder erlauben Sie das Überschreiben.</translation>
    </message>
    <message>
        <location filename="../../core/originals.py"/>
        <source>“{1}” is there already, from elsewhere: choose another folder, or allow to overwrite.</source>
        <translation>„{1}“ ist schon da, von anderswo: Wählen Sie einen anderen Ordner oder erlauben Sie das Überschreiben.</translation>
    </message>
    <message>
        <location filename="../../core/originals.py"/>
        <source>“{1}” leads out of the folder: choose another one.</source>
        <translation>„{1}“ führt aus dem Ordner hinaus: Wählen Sie einen anderen.</translation>
    </message>
    <message>
        <location filename="../../core/stretch.py"/>
        <source>“{1}” may stretch every request by its own pixels: seams show between tiles.</source>
        <translation>„{1}“ streckt vielleicht jede Anfrage nach deren eigenen Pixeln: Zwischen Kacheln sind Nähte zu sehen.</translation>
    </message>
    <message>
        <location filename="../../core/publish_target.py"/>
        <source>“{1}” names raster analytics at an address without https: its administrator has to mend that.</source>
        <translation>„{1}“ nennt eine Rasteranalyse unter einer Adresse ohne https: Das muss die Administration beheben.</translation>
    </message>
    <message>
        <location filename="../../core/plan.py"/>
        <source>“{1}” runs on a server that knows no slices (older than 10.8.1): leave it empty.</source>
        <translation>„{1}“ läuft auf einem Server, der keine Schichten kennt (älter als 10.8.1): Lassen Sie die Schicht leer.</translation>
    </message>
    <message>
        <location filename="../../core/mosaic.py"/>
        <source>“{1}” shows at most {2} locked rasters at once, not {3}: choose fewer, or download each raster separately.</source>
        <translation>„{1}“ zeigt höchstens {2} gesperrte Raster auf einmal, nicht {3}: Wählen Sie weniger oder laden Sie jedes Raster einzeln herunter.</translation>
    </message>
    <message>
        <location filename="../../core/stretch.py"/>
        <source>“{1}” stretches every request by its own pixels: seams show between tiles.</source>
        <translation>„{1}“ streckt jede Anfrage nach deren eigenen Pixeln: Zwischen Kacheln sind Nähte zu sehen.</translation>
    </message>
    <message>
        <location filename="../../core/steps.py"/>
        <source>“{1}” tells no dates or slices: it has neither dimensions nor a catalogue with dates here.</source>
        <translation>„{1}“ nennt keine Zeitpunkte oder Schichten: Hier gibt es weder Dimensionen noch einen Katalog mit Zeitpunkten.</translation>
    </message>
</context>
<context>
    <name>LiveLayer</name>
    <message>
        <location filename="../../plugin/live_layer.py"/>
        <source>A live layer asks the server for what the map shows, resampled (bilinear) to the screen. For exact values, download them.</source>
        <translation>Ein Live-Layer fragt den Server nach dem, was die Karte zeigt, für den Bildschirm neu abgetastet (bilinear). Für exakte Werte laden Sie sie herunter.</translation>
    </message>
    <message>
        <location filename="../../plugin/live_layer.py"/>
        <source>A live layer shows pictures that the server draws for the map; they hold colors, no values. For values, download them.</source>
        <translation>Ein Live-Layer zeigt Bilder, die der Server für die Karte zeichnet; sie enthalten Farben, keine Werte. Für Werte laden Sie sie herunter.</translation>
    </message>
    <message>
        <location filename="../../plugin/live_layer.py"/>
        <source>It is resampled for the screen; download it for exact values.</source>
        <translation>Er ist für den Bildschirm neu abgetastet; laden Sie ihn für exakte Werte herunter.</translation>
    </message>
    <message>
        <location filename="../../plugin/live_layer.py"/>
        <source>It shows pictures without values; download it for values.</source>
        <translation>Er zeigt Bilder ohne Werte; laden Sie ihn für Werte herunter.</translation>
    </message>
    <message>
        <location filename="../../plugin/live_layer.py"/>
        <source>Image Services: live layers of {name}</source>
        <translation>Bilddienste: Live-Layer von {name}</translation>
    </message>
    <message>
        <location filename="../../plugin/live_layer.py"/>
        <source>The sign-in for live layers could not be written to QGIS&apos;s database.</source>
        <translation>Die Anmeldung für Live-Layer konnte nicht in die Datenbank von QGIS geschrieben werden.</translation>
    </message>
</context>
<context>
    <name>LiveLayers</name>
    <message>
        <location filename="../../plugin/live_layers.py"/>
        <source>Adding “{name}”</source>
        <translation>Hinzufügen von „{name}“</translation>
    </message>
    <message>
        <location filename="../../plugin/live_layers.py"/>
        <source>“{name}” cannot be shown</source>
        <translation>„{name}“ kann nicht angezeigt werden</translation>
    </message>
    <message>
        <location filename="../../plugin/live_layers.py"/>
        <source>QGIS&apos;s own provider cannot read it.</source>
        <translation>Der Datenlieferant von QGIS kann ihn nicht lesen.</translation>
    </message>
    <message>
        <location filename="../../plugin/live_layers.py"/>
        <source>Live layer</source>
        <translation>Live-Layer</translation>
    </message>
    <message>
        <location filename="../../plugin/live_layers.py"/>
        <source>Renewing the sign-in of live layers</source>
        <translation>Anmeldung der Live-Layer erneuern</translation>
    </message>
    <message>
        <location filename="../../plugin/live_layers.py"/>
        <source>The service hands out no images, only its description.</source>
        <translation>Der Dienst liefert keine Bilder, nur seine Beschreibung.</translation>
    </message>
    <message>
        <location filename="../../plugin/live_layers.py"/>
        <source>The service hands out values in tiles (LERC) and no pictures, which this version of QGIS cannot show: download it instead.</source>
        <translation>Der Dienst liefert Werte in Kacheln (LERC) und keine Bilder, was diese Version von QGIS nicht anzeigen kann: Laden Sie ihn stattdessen herunter.</translation>
    </message>
</context>
<context>
    <name>Messages</name>
    <message>
        <location filename="../../plugin/messages.py"/>
        <source>Something unexpected happened ({kind}). Please report it with the details.</source>
        <translation>Etwas Unerwartetes ist geschehen ({kind}). Bitte melden Sie es mit den Details.</translation>
    </message>
    <message>
        <location filename="../../plugin/messages.py"/>
        <source>Address: {url}</source>
        <translation>Adresse: {url}</translation>
    </message>
    <message>
        <location filename="../../plugin/messages.py"/>
        <source>The server said: {messages}</source>
        <translation>Der Server meldete: {messages}</translation>
    </message>
    <message>
        <location filename="../../plugin/messages.py"/>
        <source>Column {column}, row {row}, {columns} × {rows} cells: {reason}</source>
        <translation>Spalte {column}, Zeile {row}, {columns} × {rows} Zellen: {reason}</translation>
    </message>
    <message>
        <location filename="../../plugin/messages.py"/>
        <source>Details…</source>
        <translation>Details…</translation>
    </message>
</context>
<context>
    <name>MosaicDialog</name>
    <message>
        <location filename="../../ui/mosaic_dialog.py"/>
        <source>Mosaic Rule</source>
        <translation>Mosaikregel</translation>
    </message>
    <message>
        <location filename="../../ui/mosaic_dialog.py"/>
        <source>Lock Selected Rasters</source>
        <translation>Ausgewählte Raster festlegen</translation>
    </message>
    <message>
        <location filename="../../ui/mosaic_dialog.py"/>
        <source>Let the rule show just the selected rasters</source>
        <translation>Nur die ausgewählten Raster zeigen</translation>
    </message>
    <message>
        <location filename="../../ui/mosaic_dialog.py"/>
        <source>Download Each Selected Raster Separately…</source>
        <translation>Jedes ausgewählte Raster einzeln herunterladen…</translation>
    </message>
    <message>
        <location filename="../../ui/mosaic_dialog.py"/>
        <source>Use Rule</source>
        <translation>Regel verwenden</translation>
    </message>
    <message>
        <location filename="../../ui/mosaic_dialog.py"/>
        <source>Catalogue</source>
        <translation>Katalog</translation>
    </message>
    <message>
        <location filename="../../ui/mosaic_dialog.py"/>
        <source>Mosaic Rule of “{name}”</source>
        <translation>Mosaikregel von „{name}“</translation>
    </message>
    <message>
        <location filename="../../ui/mosaic_dialog.py"/>
        <source>Everything is left to the service.</source>
        <translation>Alles ist dem Dienst überlassen.</translation>
    </message>
    <message>
        <location filename="../../ui/mosaic_dialog.py"/>
        <source>This method looks at each request by itself: where tiles meet, rasters may change.</source>
        <translation>Diese Methode betrachtet jede Anfrage für sich: Wo Kacheln aneinanderstoßen, können die Raster wechseln.</translation>
    </message>
    <message numerus="yes">
        <location filename="../../ui/mosaic_dialog.py"/>
        <source>Let the rule show just the selected rasters, at most %n</source>
        <translation>
            <numerusform>Nur die ausgewählten Raster zeigen, höchstens %n</numerusform>
            <numerusform>Nur die ausgewählten Raster zeigen, höchstens %n</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MosaicForm</name>
    <message>
        <location filename="../../ui/mosaic_form.py"/>
        <source>Which of overlapping rasters is on top</source>
        <translation>Welches von überlappenden Rastern oben liegt</translation>
    </message>
    <message>
        <location filename="../../ui/mosaic_form.py"/>
        <source>Value that comes first</source>
        <translation>Wert, der zuerst kommt</translation>
    </message>
    <message>
        <location filename="../../ui/mosaic_form.py"/>
        <source>value that comes first, such as 2020-06-01</source>
        <translation>Wert, der zuerst kommt, etwa 2020-06-01</translation>
    </message>
    <message>
        <location filename="../../ui/mosaic_form.py"/>
        <source>IDs, such as 3, 7; or select rows below</source>
        <translation>IDs, etwa 3, 7; oder wählen Sie unten Zeilen aus</translation>
    </message>
    <message>
        <location filename="../../ui/mosaic_form.py"/>
        <source>x; y in units of the service</source>
        <translation>x; y in Einheiten des Dienstes</translation>
    </message>
    <message>
        <location filename="../../ui/mosaic_form.py"/>
        <source>Centre of the Map</source>
        <translation>Mitte der Karte</translation>
    </message>
    <message>
        <location filename="../../ui/mosaic_form.py"/>
        <source>&amp;Ascending order</source>
        <translation>&amp;Aufsteigend</translation>
    </message>
    <message>
        <location filename="../../ui/mosaic_form.py"/>
        <source>What becomes of cells that several rasters have</source>
        <translation>Was aus Zellen wird, die mehrere Raster haben</translation>
    </message>
    <message>
        <location filename="../../ui/mosaic_form.py"/>
        <source>SQL, such as CloudCover &lt; 10; empty takes all rasters</source>
        <translation>SQL, etwa CloudCover &lt; 10; leer nimmt alle Raster</translation>
    </message>
    <message>
        <location filename="../../ui/mosaic_form.py"/>
        <source>&amp;Method</source>
        <translation>&amp;Methode</translation>
    </message>
    <message>
        <location filename="../../ui/mosaic_form.py"/>
        <source>Order &amp;by</source>
        <translation>Ordnen &amp;nach</translation>
    </message>
    <message>
        <location filename="../../ui/mosaic_form.py"/>
        <source>&amp;Rasters</source>
        <translation>&amp;Raster</translation>
    </message>
    <message>
        <location filename="../../ui/mosaic_form.py"/>
        <source>&amp;Viewpoint</source>
        <translation>B&amp;lickpunkt</translation>
    </message>
    <message>
        <location filename="../../ui/mosaic_form.py"/>
        <source>&amp;Overlaps</source>
        <translation>Ü&amp;berlappung</translation>
    </message>
    <message>
        <location filename="../../ui/mosaic_form.py"/>
        <source>&amp;Condition</source>
        <translation>Bedin&amp;gung</translation>
    </message>
    <message>
        <location filename="../../ui/mosaic_form.py"/>
        <source>As the Service ({name})</source>
        <translation>Wie der Dienst ({name})</translation>
    </message>
    <message>
        <location filename="../../ui/mosaic_form.py"/>
        <source>As the Service</source>
        <translation>Wie der Dienst</translation>
    </message>
    <message>
        <location filename="../../ui/mosaic_form.py"/>
        <source>(the Service&apos;s Own)</source>
        <translation>(das des Dienstes)</translation>
    </message>
    <message>
        <location filename="../../ui/mosaic_form.py"/>
        <source>Rasters are locked by their numbers, such as 3, 7.</source>
        <translation>Raster werden mit ihren Nummern festgelegt, etwa 3, 7.</translation>
    </message>
    <message>
        <location filename="../../ui/mosaic_form.py"/>
        <source>A viewpoint is two numbers, such as 500000; 5400000.</source>
        <translation>Ein Blickpunkt besteht aus zwei Zahlen, etwa 500000; 5400000.</translation>
    </message>
</context>
<context>
    <name>MosaicNames</name>
    <message>
        <location filename="../../ui/mosaic_names.py"/>
        <source>By Record Number</source>
        <translation>Nach laufender Nummer</translation>
    </message>
    <message>
        <location filename="../../ui/mosaic_names.py"/>
        <source>North-West First</source>
        <translation>Nordwest zuerst</translation>
    </message>
    <message>
        <location filename="../../ui/mosaic_names.py"/>
        <source>Closest to the Centre of the View</source>
        <translation>Nächste zur Mitte der Ansicht</translation>
    </message>
    <message>
        <location filename="../../ui/mosaic_names.py"/>
        <source>Closest to Nadir</source>
        <translation>Nächste zum Nadir</translation>
    </message>
    <message>
        <location filename="../../ui/mosaic_names.py"/>
        <source>Closest to a Viewpoint</source>
        <translation>Nächste zu einem Blickpunkt</translation>
    </message>
    <message>
        <location filename="../../ui/mosaic_names.py"/>
        <source>By an Attribute</source>
        <translation>Nach einem Attribut</translation>
    </message>
    <message>
        <location filename="../../ui/mosaic_names.py"/>
        <source>Seamlines</source>
        <translation>Nahtlinien</translation>
    </message>
    <message>
        <location filename="../../ui/mosaic_names.py"/>
        <source>Only Certain Rasters (Lock)</source>
        <translation>Nur bestimmte Raster</translation>
    </message>
    <message>
        <location filename="../../ui/mosaic_names.py"/>
        <source>First</source>
        <translation>Erstes</translation>
    </message>
    <message>
        <location filename="../../ui/mosaic_names.py"/>
        <source>Last</source>
        <translation>Letztes</translation>
    </message>
    <message>
        <location filename="../../ui/mosaic_names.py"/>
        <source>Minimum</source>
        <translation>Minimum</translation>
    </message>
    <message>
        <location filename="../../ui/mosaic_names.py"/>
        <source>Maximum</source>
        <translation>Maximum</translation>
    </message>
    <message>
        <location filename="../../ui/mosaic_names.py"/>
        <source>Mean</source>
        <translation>Mittelwert</translation>
    </message>
    <message>
        <location filename="../../ui/mosaic_names.py"/>
        <source>Blend</source>
        <translation>Überblenden</translation>
    </message>
    <message>
        <location filename="../../ui/mosaic_names.py"/>
        <source>Sum</source>
        <translation>Summe</translation>
    </message>
</context>
<context>
    <name>Names</name>
    <message>
        <location filename="../../ui/names.py"/>
        <source>1 bit</source>
        <translation>1 Bit</translation>
    </message>
    <message>
        <location filename="../../ui/names.py"/>
        <source>2 bits</source>
        <translation>2 Bit</translation>
    </message>
    <message>
        <location filename="../../ui/names.py"/>
        <source>4 bits</source>
        <translation>4 Bit</translation>
    </message>
    <message>
        <location filename="../../ui/names.py"/>
        <source>8-bit unsigned integer</source>
        <translation>8-Bit-Ganzzahl ohne Vorzeichen</translation>
    </message>
    <message>
        <location filename="../../ui/names.py"/>
        <source>8-bit signed integer</source>
        <translation>8-Bit-Ganzzahl mit Vorzeichen</translation>
    </message>
    <message>
        <location filename="../../ui/names.py"/>
        <source>16-bit unsigned integer</source>
        <translation>16-Bit-Ganzzahl ohne Vorzeichen</translation>
    </message>
    <message>
        <location filename="../../ui/names.py"/>
        <source>16-bit signed integer</source>
        <translation>16-Bit-Ganzzahl mit Vorzeichen</translation>
    </message>
    <message>
        <location filename="../../ui/names.py"/>
        <source>32-bit unsigned integer</source>
        <translation>32-Bit-Ganzzahl ohne Vorzeichen</translation>
    </message>
    <message>
        <location filename="../../ui/names.py"/>
        <source>32-bit signed integer</source>
        <translation>32-Bit-Ganzzahl mit Vorzeichen</translation>
    </message>
    <message>
        <location filename="../../ui/names.py"/>
        <source>32-bit floating point</source>
        <translation>32-Bit-Fließkommazahl</translation>
    </message>
    <message>
        <location filename="../../ui/names.py"/>
        <source>64-bit floating point</source>
        <translation>64-Bit-Fließkommazahl</translation>
    </message>
    <message>
        <location filename="../../ui/names.py"/>
        <source>Complex of two 32-bit floats</source>
        <translation>Komplexe Zahl aus zwei 32-Bit-Fließkommazahlen</translation>
    </message>
    <message>
        <location filename="../../ui/names.py"/>
        <source>Complex of two 64-bit floats</source>
        <translation>Komplexe Zahl aus zwei 64-Bit-Fließkommazahlen</translation>
    </message>
    <message>
        <location filename="../../ui/names.py"/>
        <source>Automatic</source>
        <translation>Automatisch</translation>
    </message>
    <message>
        <location filename="../../ui/names.py"/>
        <source>Raw Pixels (BSQ)</source>
        <translation>Rohe Pixel (BSQ)</translation>
    </message>
    <message>
        <location filename="../../ui/names.py"/>
        <source>LERC</source>
        <translation>LERC</translation>
    </message>
    <message>
        <location filename="../../ui/names.py"/>
        <source>TIFF</source>
        <translation>TIFF</translation>
    </message>
    <message>
        <location filename="../../ui/names.py"/>
        <source>Picture: JPEG or PNG</source>
        <translation>Bild: JPEG oder PNG</translation>
    </message>
    <message>
        <location filename="../../ui/names.py"/>
        <source>Picture: PNG</source>
        <translation>Bild: PNG</translation>
    </message>
    <message>
        <location filename="../../ui/names.py"/>
        <source>Picture: PNG with Transparency</source>
        <translation>Bild: PNG mit Transparenz</translation>
    </message>
    <message>
        <location filename="../../ui/names.py"/>
        <source>Picture: JPEG</source>
        <translation>Bild: JPEG</translation>
    </message>
    <message>
        <location filename="../../ui/names.py"/>
        <source>Nearest Neighbour</source>
        <translation>Nächster Nachbar</translation>
    </message>
    <message>
        <location filename="../../ui/names.py"/>
        <source>Bilinear</source>
        <translation>Bilinear</translation>
    </message>
    <message>
        <location filename="../../ui/names.py"/>
        <source>Cubic Convolution</source>
        <translation>Kubische Faltung</translation>
    </message>
    <message>
        <location filename="../../ui/names.py"/>
        <source>Majority</source>
        <translation>Mehrheit</translation>
    </message>
    <message>
        <location filename="../../ui/names.py"/>
        <source>If Any Band Matches</source>
        <translation>Wenn ein Kanal übereinstimmt</translation>
    </message>
    <message>
        <location filename="../../ui/names.py"/>
        <source>If All Bands Match</source>
        <translation>Wenn alle Kanäle übereinstimmen</translation>
    </message>
    <message>
        <location filename="../../ui/names.py"/>
        <source>Stop and Keep Nothing</source>
        <translation>Anhalten und nichts behalten</translation>
    </message>
    <message>
        <location filename="../../ui/names.py"/>
        <source>Fill with NoData and List</source>
        <translation>Mit NoData füllen und auflisten</translation>
    </message>
    <message>
        <location filename="../../ui/names.py"/>
        <source>None</source>
        <translation>Keine</translation>
    </message>
    <message>
        <location filename="../../ui/names.py"/>
        <source>LZ77 (Exact)</source>
        <translation>LZ77 (exakt)</translation>
    </message>
    <message>
        <location filename="../../ui/names.py"/>
        <source>JPEG (Changes Values)</source>
        <translation>JPEG (verändert Werte)</translation>
    </message>
    <message>
        <location filename="../../ui/names.py"/>
        <source>None (Fastest)</source>
        <translation>Keine (am schnellsten)</translation>
    </message>
    <message>
        <location filename="../../ui/names.py"/>
        <source>LZW</source>
        <translation>LZW</translation>
    </message>
    <message>
        <location filename="../../ui/names.py"/>
        <source>Deflate</source>
        <translation>Deflate</translation>
    </message>
    <message>
        <location filename="../../ui/names.py"/>
        <source>Zstandard</source>
        <translation>Zstandard</translation>
    </message>
</context>
<context>
    <name>OfferMessage</name>
    <message>
        <location filename="../../ui/unfinished_offers.py"/>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <location filename="../../ui/unfinished_offers.py"/>
        <source>Discard</source>
        <translation>Verwerfen</translation>
    </message>
</context>
<context>
    <name>Options</name>
    <message>
        <location filename="../../ui/options_page.py"/>
        <source>Image Services</source>
        <translation>Bilddienste</translation>
    </message>
    <message>
        <location filename="../../ui/options_page.py"/>
        <source>None. Other formats are asked for; services that hand out nothing else need the Python package “lerc”.</source>
        <translation>Keiner. Andere Formate werden angefordert; Dienste, die nur LERC liefern, brauchen das Python-Paket „lerc“.</translation>
    </message>
    <message>
        <location filename="../../ui/options_page.py"/>
        <source>GDAL, which cannot read every answer; the Python package “lerc” can.</source>
        <translation>GDAL, das nicht jede Antwort lesen kann; das Python-Paket „lerc“ kann es.</translation>
    </message>
</context>
<context>
    <name>OptionsPage</name>
    <message>
        <location filename="../../ui/options_page.py"/>
        <source> columns</source>
        <translation> Spalten</translation>
    </message>
    <message>
        <location filename="../../ui/options_page.py"/>
        <source> rows</source>
        <translation> Zeilen</translation>
    </message>
    <message>
        <location filename="../../ui/options_page.py"/>
        <source> s</source>
        <translation> s</translation>
    </message>
    <message>
        <location filename="../../ui/options_page.py"/>
        <source>Columns of a request</source>
        <translation>Spalten einer Anfrage</translation>
    </message>
    <message>
        <location filename="../../ui/options_page.py"/>
        <source>Rows of a request</source>
        <translation>Zeilen einer Anfrage</translation>
    </message>
    <message>
        <location filename="../../ui/options_page.py"/>
        <source>Downloads</source>
        <translation>Downloads</translation>
    </message>
    <message>
        <location filename="../../ui/options_page.py"/>
        <source>Network</source>
        <translation>Netzwerk</translation>
    </message>
    <message>
        <location filename="../../ui/options_page.py"/>
        <source>Default &amp;folder</source>
        <translation>Standard&amp;ordner</translation>
    </message>
    <message>
        <location filename="../../ui/options_page.py"/>
        <source>&amp;Size of a request</source>
        <translation>&amp;Größe einer Anfrage</translation>
    </message>
    <message>
        <location filename="../../ui/options_page.py"/>
        <source>Most &amp;parallel requests</source>
        <translation>Höchstzahl &amp;paralleler Anfragen</translation>
    </message>
    <message>
        <location filename="../../ui/options_page.py"/>
        <source>LERC decoder</source>
        <translation>LERC-Decoder</translation>
    </message>
    <message>
        <location filename="../../ui/options_page.py"/>
        <source>Time-out for a &amp;connection</source>
        <translation>Zeitüberschreitung beim &amp;Verbinden</translation>
    </message>
    <message>
        <location filename="../../ui/options_page.py"/>
        <source>Time-out for an &amp;answer</source>
        <translation>Zeitüberschreitung beim &amp;Antworten</translation>
    </message>
</context>
<context>
    <name>OriginalsDialog</name>
    <message>
        <location filename="../../ui/originals_dialog.py"/>
        <source>&amp;Cut to the extent on the server</source>
        <translation>Auf dem Server auf die Ausdehnung zu&amp;schneiden</translation>
    </message>
    <message>
        <location filename="../../ui/originals_dialog.py"/>
        <source>Smaller files, which are no originals any more</source>
        <translation>Kleinere Dateien, die keine Originale mehr sind</translation>
    </message>
    <message>
        <location filename="../../ui/originals_dialog.py"/>
        <source>&amp;Build a virtual raster (VRT) over all of them</source>
        <translation>Ein &amp;virtuelles Raster (VRT) über alle anlegen</translation>
    </message>
    <message>
        <location filename="../../ui/originals_dialog.py"/>
        <source>Download</source>
        <translation>Herunterladen</translation>
    </message>
    <message>
        <location filename="../../ui/originals_dialog.py"/>
        <source>Source Rasters of “{name}”</source>
        <translation>Quellraster von „{name}“</translation>
    </message>
    <message>
        <location filename="../../ui/originals_dialog.py"/>
        <source>The owner of “{name}” does not let anyone download its source rasters: download its pixels instead.</source>
        <translation>Der Eigentümer von „{name}“ lässt niemanden die Quellraster herunterladen: Laden Sie stattdessen die Pixel herunter.</translation>
    </message>
    <message>
        <location filename="../../ui/originals_dialog.py"/>
        <source>Asking for the sizes of the files…</source>
        <translation>Die Dateigrößen werden abgefragt…</translation>
    </message>
    <message>
        <location filename="../../ui/originals_dialog.py"/>
        <source>Select the rasters to download; Ctrl+A selects all that are listed.</source>
        <translation>Wählen Sie die Raster zum Herunterladen; Strg+A wählt alle in der Liste.</translation>
    </message>
    <message numerus="yes">
        <location filename="../../ui/originals_dialog.py"/>
        <source>%Ln raster(s)</source>
        <translation>
            <numerusform>%Ln Raster</numerusform>
            <numerusform>%Ln Raster</numerusform>
        </translation>
    </message>
    <message>
        <location filename="../../ui/originals_dialog.py"/>
        <source>, {files}, {size}</source>
        <translation>, {files}, {size}</translation>
    </message>
    <message numerus="yes">
        <location filename="../../ui/originals_dialog.py"/>
        <source>%Ln file(s)</source>
        <translation>
            <numerusform>%Ln Datei</numerusform>
            <numerusform>%Ln Dateien</numerusform>
        </translation>
    </message>
    <message>
        <location filename="../../ui/originals_dialog.py"/>
        <source>The download has started; its progress is shown above the map.</source>
        <translation>Der Download wurde gestartet; der Fortschritt wird über der Karte angezeigt.</translation>
    </message>
</context>
<context>
    <name>OriginalsJob</name>
    <message>
        <location filename="../../ui/originals_job.py"/>
        <source>Downloading {count} source rasters of “{name}”</source>
        <translation>Herunterladen von {count} Quellrastern von „{name}“</translation>
    </message>
    <message>
        <location filename="../../ui/originals_job.py"/>
        <source>“{name}”, {rasters} source rasters in {files} files, {size}.</source>
        <translation>„{name}“, {rasters} Quellraster in {files} Dateien, {size}.</translation>
    </message>
    <message>
        <location filename="../../ui/originals_job.py"/>
        <source>{count} files were there already.</source>
        <translation>{count} Dateien waren schon da.</translation>
    </message>
    <message>
        <location filename="../../ui/originals_job.py"/>
        <source>Open Folder</source>
        <translation>Ordner öffnen</translation>
    </message>
    <message>
        <location filename="../../ui/originals_job.py"/>
        <source>{path}: QGIS cannot read it</source>
        <translation>{path}: QGIS kann es nicht lesen</translation>
    </message>
    <message>
        <location filename="../../ui/originals_job.py"/>
        <source>{count} of them are not in the layer.</source>
        <translation>{count} davon sind nicht im Layer.</translation>
    </message>
    <message>
        <location filename="../../ui/originals_job.py"/>
        <source>Download finished</source>
        <translation>Download abgeschlossen</translation>
    </message>
    <message>
        <location filename="../../ui/originals_job.py"/>
        <source>Download of “{name}” failed</source>
        <translation>Herunterladen von „{name}“ gescheitert</translation>
    </message>
    <message>
        <location filename="../../ui/originals_job.py"/>
        <source>Download cancelled</source>
        <translation>Download abgebrochen</translation>
    </message>
    <message>
        <location filename="../../ui/originals_job.py"/>
        <source>“{name}” was cancelled. Whole files stay; the same download continues with the others.</source>
        <translation>„{name}“ wurde abgebrochen. Vollständige Dateien bleiben; derselbe Download macht mit den übrigen weiter.</translation>
    </message>
</context>
<context>
    <name>OutcomeLine</name>
    <message>
        <location filename="../../ui/outcome_line.py"/>
        <source>Waiting for the sign-in in the browser…</source>
        <translation>Warten auf die Anmeldung im Webbrowser…</translation>
    </message>
    <message>
        <location filename="../../ui/outcome_line.py"/>
        <source>Signing in…</source>
        <translation>Anmelden…</translation>
    </message>
    <message>
        <location filename="../../ui/outcome_line.py"/>
        <source>Asking what everybody may see…</source>
        <translation>Fragen, was alle sehen dürfen…</translation>
    </message>
</context>
<context>
    <name>OutputPanel</name>
    <message>
        <location filename="../../ui/output_panel.py"/>
        <source>Output</source>
        <translation>Ausgabe</translation>
    </message>
    <message>
        <location filename="../../ui/output_panel.py"/>
        <source>GeoTIFF (*.tif *.tiff)</source>
        <translation>GeoTIFF (*.tif *.tiff)</translation>
    </message>
    <message>
        <location filename="../../ui/output_panel.py"/>
        <source>Save Raster As</source>
        <translation>Raster speichern als</translation>
    </message>
    <message>
        <location filename="../../ui/output_panel.py"/>
        <source>GeoTIFF to write; empty writes a temporary file that QGIS removes at its end</source>
        <translation>Zu schreibendes GeoTIFF; leer: temporäre Datei, die QGIS beim Beenden entfernt</translation>
    </message>
    <message>
        <location filename="../../ui/output_panel.py"/>
        <source>[Save to temporary file]</source>
        <translation>[In temporärer Datei speichern]</translation>
    </message>
    <message>
        <location filename="../../ui/output_panel.py"/>
        <source>Open o&amp;utput file after running</source>
        <translation>Ausgabedatei nach Ausführung ö&amp;ffnen</translation>
    </message>
    <message>
        <location filename="../../ui/output_panel.py"/>
        <source>F&amp;ile</source>
        <translation>&amp;Datei</translation>
    </message>
</context>
<context>
    <name>PlaceLine</name>
    <message>
        <location filename="../../ui/place_line.py"/>
        <source>Use the Portal</source>
        <translation>Portal verwenden</translation>
    </message>
    <message>
        <location filename="../../ui/place_line.py"/>
        <source>Register the portal that this server belongs to: people sign in there</source>
        <translation>Das Portal registrieren, zu dem dieser Server gehört: Dort meldet man sich an</translation>
    </message>
    <message>
        <location filename="../../ui/place_line.py"/>
        <source>Finding out what is there…</source>
        <translation>Suchen, was dort ist…</translation>
    </message>
</context>
<context>
    <name>Places</name>
    <message>
        <location filename="../../plugin/browser/places.py"/>
        <source>All Image Services</source>
        <translation>Alle Bilddienste</translation>
    </message>
    <message>
        <location filename="../../plugin/browser/places.py"/>
        <source>My Organization</source>
        <translation>Meine Organisation</translation>
    </message>
    <message>
        <location filename="../../plugin/browser/places.py"/>
        <source>My Content</source>
        <translation>Meine Inhalte</translation>
    </message>
    <message>
        <location filename="../../plugin/browser/places.py"/>
        <source>Groups</source>
        <translation>Gruppen</translation>
    </message>
</context>
<context>
    <name>PlanView</name>
    <message>
        <location filename="../../ui/plan_view.py"/>
        <source>Plan of the download</source>
        <translation>Plan des Downloads</translation>
    </message>
    <message>
        <location filename="../../ui/plan_view.py"/>
        <source>Values are unchanged.</source>
        <translation>Die Werte sind unverändert.</translation>
    </message>
    <message>
        <location filename="../../ui/plan_view.py"/>
        <source>Transfer format: {reason}</source>
        <translation>Übertragungsformat: {reason}</translation>
    </message>
</context>
<context>
    <name>ProgressMessage</name>
    <message>
        <location filename="../../ui/progress_message.py"/>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <location filename="../../ui/progress_message.py"/>
        <source>cancelling…</source>
        <translation>wird abgebrochen…</translation>
    </message>
</context>
<context>
    <name>PropertiesDialog</name>
    <message>
        <location filename="../../ui/properties_dialog.py"/>
        <source>Image Service Properties</source>
        <translation>Eigenschaften des Bilddienstes</translation>
    </message>
</context>
<context>
    <name>PublishDialog</name>
    <message>
        <location filename="../../ui/publish_dialog.py"/>
        <source>Publish as Image Service</source>
        <translation>Als Bilddienst veröffentlichen</translation>
    </message>
    <message>
        <location filename="../../ui/publish_dialog.py"/>
        <source>Plan of the publication</source>
        <translation>Plan der Veröffentlichung</translation>
    </message>
    <message>
        <location filename="../../ui/publish_dialog.py"/>
        <source>Publish</source>
        <translation>Veröffentlichen</translation>
    </message>
    <message>
        <location filename="../../ui/publish_dialog.py"/>
        <source>Publishing Jobs…</source>
        <translation>Veröffentlichungen…</translation>
    </message>
    <message>
        <location filename="../../ui/publish_dialog.py"/>
        <source>It is being published; its progress is shown above the map.</source>
        <translation>Es wird gerade veröffentlicht; der Fortschritt steht über der Karte.</translation>
    </message>
    <message>
        <location filename="../../ui/publish_dialog.py"/>
        <source>Choose a raster layer to publish.</source>
        <translation>Wählen Sie einen Rasterlayer zum Veröffentlichen.</translation>
    </message>
    <message>
        <location filename="../../ui/publish_dialog.py"/>
        <source>No GIS is registered: register a portal first.</source>
        <translation>Kein GIS ist registriert: Registrieren Sie zuerst ein Portal.</translation>
    </message>
    <message>
        <location filename="../../ui/publish_dialog.py"/>
        <source>Publishing has started; its progress is shown above the map.</source>
        <translation>Die Veröffentlichung hat begonnen; der Fortschritt steht über der Karte.</translation>
    </message>
</context>
<context>
    <name>PublishItemPanel</name>
    <message>
        <location filename="../../ui/publish_item_panel.py"/>
        <source>Item</source>
        <translation>Element</translation>
    </message>
    <message>
        <location filename="../../ui/publish_item_panel.py"/>
        <source>What people read; empty takes the name of the layer</source>
        <translation>Was zu lesen sein wird; leer nimmt den Namen des Layers</translation>
    </message>
    <message>
        <location filename="../../ui/publish_item_panel.py"/>
        <source>Words, separated by commas</source>
        <translation>Wörter, durch Kommas getrennt</translation>
    </message>
    <message>
        <location filename="../../ui/publish_item_panel.py"/>
        <source>What it is, in a sentence or two; up to 250 letters</source>
        <translation>Was es ist, in ein oder zwei Sätzen; bis zu 250 Zeichen</translation>
    </message>
    <message>
        <location filename="../../ui/publish_item_panel.py"/>
        <source>Only Me</source>
        <translation>Nur ich</translation>
    </message>
    <message>
        <location filename="../../ui/publish_item_panel.py"/>
        <source>My Organization</source>
        <translation>Meine Organisation</translation>
    </message>
    <message>
        <location filename="../../ui/publish_item_panel.py"/>
        <source>Everyone (Public)</source>
        <translation>Alle (öffentlich)</translation>
    </message>
    <message>
        <location filename="../../ui/publish_item_panel.py"/>
        <source>&amp;Title</source>
        <translation>&amp;Titel</translation>
    </message>
    <message>
        <location filename="../../ui/publish_item_panel.py"/>
        <source>T&amp;ags</source>
        <translation>Schlagwört&amp;er</translation>
    </message>
    <message>
        <location filename="../../ui/publish_item_panel.py"/>
        <source>S&amp;ummary</source>
        <translation>Z&amp;usammenfassung</translation>
    </message>
    <message>
        <location filename="../../ui/publish_item_panel.py"/>
        <source>&amp;Shared with</source>
        <translation>Geteilt &amp;mit</translation>
    </message>
</context>
<context>
    <name>PublishJobs</name>
    <message>
        <location filename="../../plugin/publish_jobs.py"/>
        <source>Publishing “{name}”</source>
        <translation>„{name}“ wird veröffentlicht</translation>
    </message>
    <message>
        <location filename="../../plugin/publish_jobs.py"/>
        <source>Cancelling “{name}”</source>
        <translation>„{name}“ wird abgebrochen</translation>
    </message>
    <message>
        <location filename="../../plugin/publish_jobs.py"/>
        <source>Cancelled; nothing was left on the server.</source>
        <translation>Abgebrochen; auf dem Server blieb nichts zurück.</translation>
    </message>
    <message>
        <location filename="../../plugin/publish_jobs.py"/>
        <source>Published.</source>
        <translation>Veröffentlicht.</translation>
    </message>
</context>
<context>
    <name>PublishJobsDialog</name>
    <message>
        <location filename="../../ui/publish_jobs_dialog.py"/>
        <source>Publishing Jobs</source>
        <translation>Veröffentlichungen</translation>
    </message>
    <message>
        <location filename="../../ui/publish_jobs_dialog.py"/>
        <source>Publishing jobs</source>
        <translation>Veröffentlichungen</translation>
    </message>
    <message>
        <location filename="../../ui/publish_jobs_dialog.py"/>
        <source>Title</source>
        <translation>Titel</translation>
    </message>
    <message>
        <location filename="../../ui/publish_jobs_dialog.py"/>
        <source>GIS</source>
        <translation>GIS</translation>
    </message>
    <message>
        <location filename="../../ui/publish_jobs_dialog.py"/>
        <source>Started</source>
        <translation>Begonnen</translation>
    </message>
    <message>
        <location filename="../../ui/publish_jobs_dialog.py"/>
        <source>State</source>
        <translation>Stand</translation>
    </message>
    <message>
        <location filename="../../ui/publish_jobs_dialog.py"/>
        <source>Open Item Page</source>
        <translation>Seite des Elements öffnen</translation>
    </message>
    <message>
        <location filename="../../ui/publish_jobs_dialog.py"/>
        <source>Add as Layer</source>
        <translation>Als Layer hinzufügen</translation>
    </message>
    <message>
        <location filename="../../ui/publish_jobs_dialog.py"/>
        <source>Copy URL</source>
        <translation>URL kopieren</translation>
    </message>
    <message>
        <location filename="../../ui/publish_jobs_dialog.py"/>
        <source>Cancel Job</source>
        <translation>Auftrag abbrechen</translation>
    </message>
    <message>
        <location filename="../../ui/publish_jobs_dialog.py"/>
        <source>Remove from List</source>
        <translation>Aus der Liste nehmen</translation>
    </message>
    <message>
        <location filename="../../ui/publish_jobs_dialog.py"/>
        <source>Not known</source>
        <translation>Nicht bekannt</translation>
    </message>
    <message>
        <location filename="../../ui/publish_jobs_dialog.py"/>
        <source>Running</source>
        <translation>Läuft</translation>
    </message>
    <message>
        <location filename="../../ui/publish_jobs_dialog.py"/>
        <source>Published</source>
        <translation>Veröffentlicht</translation>
    </message>
    <message>
        <location filename="../../ui/publish_jobs_dialog.py"/>
        <source>Failed</source>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <location filename="../../ui/publish_jobs_dialog.py"/>
        <source>Cancelled</source>
        <translation>Abgebrochen</translation>
    </message>
    <message>
        <location filename="../../ui/publish_jobs_dialog.py"/>
        <source>No jobs.</source>
        <translation>Keine Aufträge.</translation>
    </message>
</context>
<context>
    <name>PublishLines</name>
    <message>
        <location filename="../../ui/publish_lines.py"/>
        <source>{columns} × {rows} cells, {bands}, {promotion}; at most {size} to send.</source>
        <translation>{columns} × {rows} Zellen, {bands}, {promotion}; höchstens {size} zu senden.</translation>
    </message>
    <message numerus="yes">
        <location filename="../../ui/publish_lines.py"/>
        <source>%Ln band(s)</source>
        <translation>
            <numerusform>%Ln Kanal</numerusform>
            <numerusform>%Ln Kanäle</numerusform>
        </translation>
    </message>
    <message>
        <location filename="../../ui/publish_lines.py"/>
        <source>Cells that hold the NoData value already would become holes; they are counted before anything is sent.</source>
        <translation>Zellen, die den NoData-Wert schon enthalten, würden zu Lücken; sie werden gezählt, bevor etwas gesendet wird.</translation>
    </message>
    <message>
        <location filename="../../ui/publish_lines.py"/>
        <source>ArcGIS Online charges credits; its estimate is shown once the file is uploaded.</source>
        <translation>ArcGIS Online berechnet Credits; die Schätzung wird gezeigt, sobald die Datei hochgeladen ist.</translation>
    </message>
    <message>
        <location filename="../../ui/publish_lines.py"/>
        <source>Steps: check, prepare a GeoTIFF, upload it, create the service, let the server fill it, verify.</source>
        <translation>Schritte: prüfen, ein GeoTIFF vorbereiten, es hochladen, den Dienst anlegen, vom Server füllen lassen, nachprüfen.</translation>
    </message>
</context>
<context>
    <name>PublishOutcomes</name>
    <message numerus="yes">
        <location filename="../../plugin/publish_outcomes.py"/>
        <source>%n publishing job(s) may still run; a look at them needs your sign-in.</source>
        <translation>
            <numerusform>%n Veröffentlichung läuft vielleicht noch; um nachzusehen, ist Ihre Anmeldung nötig.</numerusform>
            <numerusform>%n Veröffentlichungen laufen vielleicht noch; um nachzusehen, ist Ihre Anmeldung nötig.</numerusform>
        </translation>
    </message>
    <message>
        <location filename="../../plugin/publish_outcomes.py"/>
        <source>Publishing Jobs…</source>
        <translation>Veröffentlichungen…</translation>
    </message>
    <message>
        <location filename="../../plugin/publish_outcomes.py"/>
        <source>Image Services</source>
        <translation>Bilddienste</translation>
    </message>
    <message>
        <location filename="../../plugin/publish_outcomes.py"/>
        <source>“{name}” is an image service now.</source>
        <translation>„{name}“ ist jetzt ein Bilddienst.</translation>
    </message>
    <message>
        <location filename="../../plugin/publish_outcomes.py"/>
        <source>Published</source>
        <translation>Veröffentlicht</translation>
    </message>
    <message>
        <location filename="../../plugin/publish_outcomes.py"/>
        <source>Publishing cancelled</source>
        <translation>Veröffentlichung abgebrochen</translation>
    </message>
    <message>
        <location filename="../../plugin/publish_outcomes.py"/>
        <source>“{name}” was not published</source>
        <translation>„{name}“ wurde nicht veröffentlicht</translation>
    </message>
    <message>
        <location filename="../../plugin/publish_outcomes.py"/>
        <source>Open Item Page</source>
        <translation>Seite des Elements öffnen</translation>
    </message>
    <message>
        <location filename="../../plugin/publish_outcomes.py"/>
        <source>Add as Layer</source>
        <translation>Als Layer hinzufügen</translation>
    </message>
    <message>
        <location filename="../../plugin/publish_outcomes.py"/>
        <source>Copy URL</source>
        <translation>URL kopieren</translation>
    </message>
</context>
<context>
    <name>PublishQuestions</name>
    <message>
        <location filename="../../ui/publish_questions.py"/>
        <source>Looking at the layer…</source>
        <translation>Der Layer wird angesehen…</translation>
    </message>
    <message>
        <location filename="../../ui/publish_questions.py"/>
        <source>Asking “{name}” what it can do…</source>
        <translation>„{name}“ wird gefragt, was es kann…</translation>
    </message>
    <message>
        <location filename="../../ui/publish_questions.py"/>
        <source>Valid.</source>
        <translation>Gültig.</translation>
    </message>
    <message>
        <location filename="../../ui/publish_questions.py"/>
        <source>Valid; the GIS does not say whether it is free.</source>
        <translation>Gültig; das GIS sagt nicht, ob er frei ist.</translation>
    </message>
    <message>
        <location filename="../../ui/publish_questions.py"/>
        <source>“{name}” is free.</source>
        <translation>„{name}“ ist frei.</translation>
    </message>
    <message>
        <location filename="../../ui/publish_questions.py"/>
        <source>“{name}” is taken: choose another name.</source>
        <translation>„{name}“ ist vergeben: Wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <location filename="../../ui/publish_questions.py"/>
        <source>Asking whether “{name}” is free…</source>
        <translation>Es wird gefragt, ob „{name}“ frei ist…</translation>
    </message>
</context>
<context>
    <name>PublishRasterPanel</name>
    <message>
        <location filename="../../ui/publish_raster_panel.py"/>
        <source>Raster</source>
        <translation>Raster</translation>
    </message>
    <message>
        <location filename="../../ui/publish_raster_panel.py"/>
        <source>Raster layer to publish; of any kind, also one that is no file</source>
        <translation>Rasterlayer zum Veröffentlichen; von jeder Art, auch einer, der keine Datei ist</translation>
    </message>
    <message>
        <location filename="../../ui/publish_raster_panel.py"/>
        <source>Whole Layer</source>
        <translation>Ganzer Layer</translation>
    </message>
    <message>
        <location filename="../../ui/publish_raster_panel.py"/>
        <source>Map View</source>
        <translation>Kartenansicht</translation>
    </message>
    <message>
        <location filename="../../ui/publish_raster_panel.py"/>
        <source>Which part of the picture is published</source>
        <translation>Welcher Teil des Bildes veröffentlicht wird</translation>
    </message>
    <message>
        <location filename="../../ui/publish_raster_panel.py"/>
        <source>Bands to publish; drag them into the order wanted</source>
        <translation>Kanäle zum Veröffentlichen; ziehen Sie sie in die gewünschte Reihenfolge</translation>
    </message>
    <message>
        <location filename="../../ui/publish_raster_panel.py"/>
        <source>Converts to the next larger pixel type, whose largest value becomes NoData: no value of the raster can then be mistaken for NoData</source>
        <translation>Wandelt in den nächstgrößeren Pixeltyp um, dessen größter Wert NoData wird: Kein Wert des Rasters kann dann für NoData gehalten werden</translation>
    </message>
    <message>
        <location filename="../../ui/publish_raster_panel.py"/>
        <source>&amp;Layer</source>
        <translation>&amp;Layer</translation>
    </message>
    <message>
        <location filename="../../ui/publish_raster_panel.py"/>
        <source>&amp;Part</source>
        <translation>Aus&amp;schnitt</translation>
    </message>
    <message>
        <location filename="../../ui/publish_raster_panel.py"/>
        <source>&amp;Bands</source>
        <translation>&amp;Kanäle</translation>
    </message>
    <message>
        <location filename="../../ui/publish_raster_panel.py"/>
        <source>Pro&amp;mote the pixel type</source>
        <translation>Pixeltyp e&amp;rweitern</translation>
    </message>
    <message>
        <location filename="../../ui/publish_raster_panel.py"/>
        <source>Pro&amp;mote: {text}</source>
        <translation>E&amp;rweitern: {text}</translation>
    </message>
</context>
<context>
    <name>PublishRun</name>
    <message>
        <location filename="../../ui/publish_run.py"/>
        <source>Publishing “{name}”</source>
        <translation>„{name}“ wird veröffentlicht</translation>
    </message>
    <message>
        <location filename="../../ui/publish_run.py"/>
        <source>“{name}” was sent</source>
        <translation>„{name}“ wurde gesendet</translation>
    </message>
    <message>
        <location filename="../../ui/publish_run.py"/>
        <source>The server goes on with “{name}”; Publishing Jobs in the menu Raster shows how far it is.</source>
        <translation>Der Server arbeitet an „{name}“ weiter; Veröffentlichungen im Menü Raster zeigt, wie weit er ist.</translation>
    </message>
    <message>
        <location filename="../../ui/publish_run.py"/>
        <source>Submitted</source>
        <translation>Erteilt</translation>
    </message>
    <message>
        <location filename="../../ui/publish_run.py"/>
        <source>“{name}” was not published</source>
        <translation>„{name}“ wurde nicht veröffentlicht</translation>
    </message>
    <message>
        <location filename="../../ui/publish_run.py"/>
        <source>Publishing cancelled</source>
        <translation>Veröffentlichung abgebrochen</translation>
    </message>
    <message>
        <location filename="../../ui/publish_run.py"/>
        <source>“{name}” was cancelled; nothing was left on the server.</source>
        <translation>„{name}“ wurde abgebrochen; auf dem Server blieb nichts zurück.</translation>
    </message>
</context>
<context>
    <name>PublishTargetPanel</name>
    <message>
        <location filename="../../ui/publish_target_panel.py"/>
        <source>Image Service</source>
        <translation>Bilddienst</translation>
    </message>
    <message>
        <location filename="../../ui/publish_target_panel.py"/>
        <source>Letters, digits and underscores</source>
        <translation>Buchstaben, Ziffern und Unterstriche</translation>
    </message>
    <message>
        <location filename="../../ui/publish_target_panel.py"/>
        <source>Name of the new service, which becomes part of its address</source>
        <translation>Name des neuen Dienstes, der Teil seiner Adresse wird</translation>
    </message>
    <message>
        <location filename="../../ui/publish_target_panel.py"/>
        <source>One of your folders, or the name of a new one</source>
        <translation>Einer Ihrer Ordner oder der Name eines neuen</translation>
    </message>
    <message>
        <location filename="../../ui/publish_target_panel.py"/>
        <source>None</source>
        <translation>Keiner</translation>
    </message>
    <message>
        <location filename="../../ui/publish_target_panel.py"/>
        <source>Tiled</source>
        <translation>Gekachelt</translation>
    </message>
    <message>
        <location filename="../../ui/publish_target_panel.py"/>
        <source>Dynamic</source>
        <translation>Dynamisch</translation>
    </message>
    <message>
        <location filename="../../ui/publish_target_panel.py"/>
        <source>Tiled services are served from a cache; dynamic ones are rendered and resampled on request, and need a license for imagery</source>
        <translation>Gekachelte Dienste kommen aus einem Zwischenspeicher; dynamische werden auf Anfrage dargestellt und neu abgetastet und brauchen eine Lizenz für Bilddaten</translation>
    </message>
    <message>
        <location filename="../../ui/publish_target_panel.py"/>
        <source>&amp;Wait until the service is ready</source>
        <translation>&amp;Warten, bis der Dienst bereit ist</translation>
    </message>
    <message>
        <location filename="../../ui/publish_target_panel.py"/>
        <source>Otherwise the server goes on by itself, and Publishing Jobs shows how far it is</source>
        <translation>Sonst arbeitet der Server von selbst weiter, und Veröffentlichungen zeigt, wie weit er ist</translation>
    </message>
    <message>
        <location filename="../../ui/publish_target_panel.py"/>
        <source>&amp;GIS</source>
        <translation>&amp;GIS</translation>
    </message>
    <message>
        <location filename="../../ui/publish_target_panel.py"/>
        <source>Service &amp;name</source>
        <translation>Dienst&amp;name</translation>
    </message>
    <message>
        <location filename="../../ui/publish_target_panel.py"/>
        <source>&amp;Folder</source>
        <translation>&amp;Ordner</translation>
    </message>
    <message>
        <location filename="../../ui/publish_target_panel.py"/>
        <source>&amp;Kind</source>
        <translation>&amp;Art</translation>
    </message>
</context>
<context>
    <name>PublishWords</name>
    <message>
        <location filename="../../plugin/publish_words.py"/>
        <source>checking the GIS and the name</source>
        <translation>GIS und Name werden geprüft</translation>
    </message>
    <message>
        <location filename="../../plugin/publish_words.py"/>
        <source>preparing the file</source>
        <translation>die Datei wird vorbereitet</translation>
    </message>
    <message>
        <location filename="../../plugin/publish_words.py"/>
        <source>uploading</source>
        <translation>wird hochgeladen</translation>
    </message>
    <message>
        <location filename="../../plugin/publish_words.py"/>
        <source>creating the service</source>
        <translation>der Dienst wird angelegt</translation>
    </message>
    <message>
        <location filename="../../plugin/publish_words.py"/>
        <source>describing it</source>
        <translation>er wird beschrieben</translation>
    </message>
    <message>
        <location filename="../../plugin/publish_words.py"/>
        <source>submitting the job</source>
        <translation>der Auftrag wird erteilt</translation>
    </message>
    <message>
        <location filename="../../plugin/publish_words.py"/>
        <source>the server is working</source>
        <translation>der Server arbeitet</translation>
    </message>
    <message>
        <location filename="../../plugin/publish_words.py"/>
        <source>verifying the service</source>
        <translation>der Dienst wird nachgeprüft</translation>
    </message>
    <message>
        <location filename="../../plugin/publish_words.py"/>
        <source>step {place} of {count}, {title}</source>
        <translation>Schritt {place} von {count}, {title}</translation>
    </message>
    <message>
        <location filename="../../plugin/publish_words.py"/>
        <source> ({done} of {total})</source>
        <translation> ({done} von {total})</translation>
    </message>
</context>
<context>
    <name>RasterPanel</name>
    <message>
        <location filename="../../ui/raster_panel.py"/>
        <source>Raster</source>
        <translation>Raster</translation>
    </message>
    <message>
        <location filename="../../ui/raster_panel.py"/>
        <source>Area to download, in any reference; it is widened to whole cells. Empty is everything.</source>
        <translation>Herunterzuladendes Gebiet in beliebigem KBS; es wird auf ganze Zellen erweitert. Leer bedeutet alles.</translation>
    </message>
    <message>
        <location filename="../../ui/raster_panel.py"/>
        <source>Zoom to Extent</source>
        <translation>Auf Ausdehnung zoomen</translation>
    </message>
    <message>
        <location filename="../../ui/raster_panel.py"/>
        <source>Show the extent of the planned raster on the map</source>
        <translation>Ausdehnung des geplanten Rasters in der Karte zeigen</translation>
    </message>
    <message>
        <location filename="../../ui/raster_panel.py"/>
        <source>Reference of the raster; the service&apos;s own keeps its cells unchanged</source>
        <translation>KBS des Rasters; das des Dienstes lässt seine Zellen unverändert</translation>
    </message>
    <message>
        <location filename="../../ui/raster_panel.py"/>
        <source>Output CRS</source>
        <translation>Ausgabe-KBS</translation>
    </message>
    <message>
        <location filename="../../ui/raster_panel.py"/>
        <source>&amp;Extent</source>
        <translation>A&amp;usdehnung</translation>
    </message>
    <message>
        <location filename="../../ui/raster_panel.py"/>
        <source>Clip to pol&amp;ygons</source>
        <translation>Zuschnittpol&amp;ygone</translation>
    </message>
    <message>
        <location filename="../../ui/raster_panel.py"/>
        <source>C&amp;RS</source>
        <translation>&amp;KBS</translation>
    </message>
    <message>
        <location filename="../../ui/raster_panel.py"/>
        <source>Cell &amp;size</source>
        <translation>&amp;Zellengröße</translation>
    </message>
    <message>
        <location filename="../../ui/raster_panel.py"/>
        <source>&amp;Bands</source>
        <translation>Kanä&amp;le</translation>
    </message>
    <message>
        <location filename="../../ui/raster_panel.py"/>
        <source>Extent of the polygons</source>
        <translation>Ausdehnung der Polygone</translation>
    </message>
    <message>
        <location filename="../../ui/raster_panel.py"/>
        <source>Full extent of the service</source>
        <translation>Gesamte Ausdehnung des Dienstes</translation>
    </message>
    <message>
        <location filename="../../ui/raster_panel.py"/>
        <source>As the Tiles ({name})</source>
        <translation>Wie die Kacheln ({name})</translation>
    </message>
    <message>
        <location filename="../../ui/raster_panel.py"/>
        <source>As the Service ({name})</source>
        <translation>Wie der Dienst ({name})</translation>
    </message>
    <message>
        <location filename="../../ui/raster_panel.py"/>
        <source>As the Service</source>
        <translation>Wie der Dienst</translation>
    </message>
</context>
<context>
    <name>RenderedService</name>
    <message>
        <location filename="../../ui/rendered_service.py"/>
        <source>Asking the service what the raster function gives…</source>
        <translation>Der Dienst wird gefragt, was die Rasterfunktion ergibt…</translation>
    </message>
</context>
<context>
    <name>RuleField</name>
    <message>
        <location filename="../../ui/rule_field.py"/>
        <source>Write the rendering rule as JSON</source>
        <translation>Die Renderregel als JSON schreiben</translation>
    </message>
    <message>
        <location filename="../../ui/rule_field.py"/>
        <source>Write as JSON</source>
        <translation>Als JSON schreiben</translation>
    </message>
    <message>
        <location filename="../../ui/rule_field.py"/>
        <source>Use Fixed Range</source>
        <translation>Festen Wertebereich verwenden</translation>
    </message>
    <message>
        <location filename="../../ui/rule_field.py"/>
        <source>Stretch between the limits of the whole service, the same everywhere</source>
        <translation>Zwischen den Grenzen des ganzen Dienstes strecken, überall gleich</translation>
    </message>
    <message>
        <location filename="../../ui/rule_field.py"/>
        <source>Use a Single Request</source>
        <translation>Eine einzige Anfrage verwenden</translation>
    </message>
    <message>
        <location filename="../../ui/rule_field.py"/>
        <source>Ask for the whole raster at once, which has no seams</source>
        <translation>Das ganze Raster auf einmal anfragen, ohne Nähte</translation>
    </message>
    <message>
        <location filename="../../ui/rule_field.py"/>
        <source>Raster function of the service, or a rendering rule as JSON; none gives raw values</source>
        <translation>Rasterfunktion des Dienstes oder eine Renderregel als JSON; keine ergibt die Rohwerte</translation>
    </message>
    <message>
        <location filename="../../ui/rule_field.py"/>
        <source>Raster function</source>
        <translation>Rasterfunktion</translation>
    </message>
    <message>
        <location filename="../../ui/rule_field.py"/>
        <source>Rendering rule as JSON</source>
        <translation>Renderregel als JSON</translation>
    </message>
    <message>
        <location filename="../../ui/rule_field.py"/>
        <source>Asking for the raster functions…</source>
        <translation>Die Rasterfunktionen werden abgefragt…</translation>
    </message>
    <message>
        <location filename="../../ui/rule_field.py"/>
        <source>None (Raw Values)</source>
        <translation>Keine (Rohwerte)</translation>
    </message>
    <message>
        <location filename="../../ui/rule_field.py"/>
        <source>The rendering rule is not valid JSON: {error}.</source>
        <translation>Die Renderregel ist kein gültiges JSON: {error}.</translation>
    </message>
    <message>
        <location filename="../../ui/rule_field.py"/>
        <source>The rendering rule is nested too deeply.</source>
        <translation>Die Renderregel ist zu tief verschachtelt.</translation>
    </message>
    <message>
        <location filename="../../ui/rule_field.py"/>
        <source>The rendering rule cannot work: {problem}.</source>
        <translation>Die Renderregel kann nicht wirken: {problem}.</translation>
    </message>
</context>
<context>
    <name>ScopeBox</name>
    <message>
        <location filename="../../ui/scope_box.py"/>
        <source>Where to search</source>
        <translation>Wo gesucht wird</translation>
    </message>
    <message>
        <location filename="../../ui/scope_box.py"/>
        <source>All Image Services</source>
        <translation>Alle Bilddienste</translation>
    </message>
    <message>
        <location filename="../../ui/scope_box.py"/>
        <source>Parts of a GIS</source>
        <translation>Teile eines GIS</translation>
    </message>
</context>
<context>
    <name>SeamQuestion</name>
    <message>
        <location filename="../../ui/seam_question.py"/>
        <source>Seams Between Tiles</source>
        <translation>Nähte zwischen Kacheln</translation>
    </message>
    <message>
        <location filename="../../ui/seam_question.py"/>
        <source>Use &amp;Fixed Range</source>
        <translation>&amp;Festen Wertebereich verwenden</translation>
    </message>
    <message>
        <location filename="../../ui/seam_question.py"/>
        <source>Use a &amp;Single Request</source>
        <translation>&amp;Eine einzige Anfrage verwenden</translation>
    </message>
    <message>
        <location filename="../../ui/seam_question.py"/>
        <source>Download &amp;Anyway</source>
        <translation>&amp;Trotzdem herunterladen</translation>
    </message>
    <message>
        <location filename="../../ui/seam_question.py"/>
        <source>For the same reason, shades of different slices cannot be compared.</source>
        <translation>Aus demselben Grund sind die Farbtöne verschiedener Schichten nicht vergleichbar.</translation>
    </message>
    <message>
        <location filename="../../ui/seam_question.py"/>
        <source>A fixed range stretches between the limits of the whole service, everywhere alike.</source>
        <translation>Ein fester Wertebereich streckt zwischen den Grenzen des ganzen Dienstes, überall gleich.</translation>
    </message>
    <message>
        <location filename="../../ui/seam_question.py"/>
        <source>A single request for the whole raster has no seams.</source>
        <translation>Eine einzige Anfrage für das ganze Raster hat keine Nähte.</translation>
    </message>
    <message>
        <location filename="../../ui/seam_question.py"/>
        <source>The raster is too large for a single request.</source>
        <translation>Das Raster ist für eine einzige Anfrage zu groß.</translation>
    </message>
    <message>
        <location filename="../../ui/seam_question.py"/>
        <source>The range of this function cannot be fixed: raw values, or another function, have no seams.</source>
        <translation>Der Wertebereich dieser Funktion lässt sich nicht festlegen: Rohwerte oder eine andere Funktion haben keine Nähte.</translation>
    </message>
</context>
<context>
    <name>Seams</name>
    <message>
        <location filename="../../ui/seams.py"/>
        <source>Comparing two small requests, to see whether tiles will fit together…</source>
        <translation>Zwei kleine Anfragen werden verglichen, um zu sehen, ob die Kacheln zusammenpassen werden…</translation>
    </message>
    <message>
        <location filename="../../ui/seams.py"/>
        <source>This goes on as soon as it is known whether tiles will fit together.</source>
        <translation>Es geht weiter, sobald bekannt ist, ob die Kacheln zusammenpassen werden.</translation>
    </message>
</context>
<context>
    <name>SeriesDialog</name>
    <message>
        <location filename="../../ui/series_dialog.py"/>
        <source>Download Time Series</source>
        <translation>Zeitreihe herunterladen</translation>
    </message>
    <message>
        <location filename="../../ui/series_dialog.py"/>
        <source>Each Date</source>
        <translation>Jeden Zeitpunkt</translation>
    </message>
    <message>
        <location filename="../../ui/series_dialog.py"/>
        <source>Each Day</source>
        <translation>Jeden Tag</translation>
    </message>
    <message>
        <location filename="../../ui/series_dialog.py"/>
        <source>Each Month</source>
        <translation>Jeden Monat</translation>
    </message>
    <message>
        <location filename="../../ui/series_dialog.py"/>
        <source>Each Year</source>
        <translation>Jedes Jahr</translation>
    </message>
    <message>
        <location filename="../../ui/series_dialog.py"/>
        <source>Which rasters of the catalogue make one slice together</source>
        <translation>Welche Raster des Katalogs zusammen eine Schicht ergeben</translation>
    </message>
    <message>
        <location filename="../../ui/series_dialog.py"/>
        <source>Download</source>
        <translation>Herunterladen</translation>
    </message>
    <message>
        <location filename="../../ui/series_dialog.py"/>
        <source>Slices</source>
        <translation>Schichten</translation>
    </message>
    <message>
        <location filename="../../ui/series_dialog.py"/>
        <source>&amp;One slice for</source>
        <translation>&amp;Eine Schicht für</translation>
    </message>
    <message>
        <location filename="../../ui/series_dialog.py"/>
        <source>Each slice of “{name}”: {columns} × {rows} cells, {bands} {kind}, in {reference}.</source>
        <translation>Jede Schicht von „{name}“: {columns} × {rows} Zellen, {bands} {kind}, in {reference}.</translation>
    </message>
    <message numerus="yes">
        <location filename="../../ui/series_dialog.py"/>
        <source>%Ln band(s)</source>
        <translation>
            <numerusform>%Ln Kanal</numerusform>
            <numerusform>%Ln Kanäle</numerusform>
        </translation>
    </message>
    <message>
        <location filename="../../ui/series_dialog.py"/>
        <source>Asking the service which dates and slices it has…</source>
        <translation>Der Dienst wird gefragt, welche Zeitpunkte und Schichten er hat…</translation>
    </message>
    <message>
        <location filename="../../ui/series_dialog.py"/>
        <source>Nothing is checked: check at least one slice.</source>
        <translation>Nichts ist angehakt: Haken Sie mindestens eine Schicht an.</translation>
    </message>
    <message>
        <location filename="../../ui/series_dialog.py"/>
        <source>{slices}, about {size}.</source>
        <translation>{slices}, etwa {size}.</translation>
    </message>
    <message numerus="yes">
        <location filename="../../ui/series_dialog.py"/>
        <source>%Ln slice(s)</source>
        <translation>
            <numerusform>%Ln Schicht</numerusform>
            <numerusform>%Ln Schichten</numerusform>
        </translation>
    </message>
    <message>
        <location filename="../../ui/series_dialog.py"/>
        <source>{slices} in {bands}, about {size}.</source>
        <translation>{slices} in {bands}, etwa {size}.</translation>
    </message>
    <message>
        <location filename="../../ui/series_dialog.py"/>
        <source>“{name}” exists and will be replaced.</source>
        <translation>„{name}“ ist vorhanden und wird ersetzt.</translation>
    </message>
</context>
<context>
    <name>SeriesJob</name>
    <message>
        <location filename="../../ui/series_job.py"/>
        <source>Downloading {count} slices of “{name}”</source>
        <translation>Herunterladen von {count} Schichten von „{name}“</translation>
    </message>
    <message>
        <location filename="../../ui/series_job.py"/>
        <source>Download finished</source>
        <translation>Download abgeschlossen</translation>
    </message>
    <message>
        <location filename="../../ui/series_job.py"/>
        <source>“{name}”, {count} slices of {columns} × {rows} cells.</source>
        <translation>„{name}“, {count} Schichten mit {columns} × {rows} Zellen.</translation>
    </message>
    <message>
        <location filename="../../ui/series_job.py"/>
        <source>{count} of them were there already.</source>
        <translation>{count} davon waren schon da.</translation>
    </message>
    <message>
        <location filename="../../ui/series_job.py"/>
        <source>{count} tiles could not be had and are filled with NoData.</source>
        <translation>{count} Kacheln waren nicht zu bekommen und sind mit NoData gefüllt.</translation>
    </message>
    <message>
        <location filename="../../ui/series_job.py"/>
        <source>Download incomplete</source>
        <translation>Download unvollständig</translation>
    </message>
    <message>
        <location filename="../../ui/series_job.py"/>
        <source>Open Folder</source>
        <translation>Ordner öffnen</translation>
    </message>
    <message>
        <location filename="../../ui/series_job.py"/>
        <source>Download of “{name}” failed</source>
        <translation>Herunterladen von „{name}“ gescheitert</translation>
    </message>
    <message>
        <location filename="../../ui/series_job.py"/>
        <source>Download cancelled</source>
        <translation>Download abgebrochen</translation>
    </message>
    <message>
        <location filename="../../ui/series_job.py"/>
        <source>“{name}” was cancelled. Finished slices stay; the same download continues with the others.</source>
        <translation>„{name}“ wurde abgebrochen. Fertige Schichten bleiben; derselbe Download macht mit den übrigen weiter.</translation>
    </message>
</context>
<context>
    <name>ServiceBrowser</name>
    <message>
        <location filename="../../ui/service_browser.py"/>
        <source>Zoom to Service</source>
        <translation>Auf Dienst zoomen</translation>
    </message>
    <message>
        <location filename="../../ui/service_browser.py"/>
        <source>Search, or paste the address of a service</source>
        <translation>Suchen oder Adresse eines Dienstes einfügen</translation>
    </message>
    <message>
        <location filename="../../ui/service_browser.py"/>
        <source>Search</source>
        <translation>Suche</translation>
    </message>
    <message>
        <location filename="../../ui/service_browser.py"/>
        <source>Show where the service lies on the map</source>
        <translation>In der Karte zeigen, wo der Dienst liegt</translation>
    </message>
    <message>
        <location filename="../../ui/service_browser.py"/>
        <source>Help</source>
        <translation>Hilfe</translation>
    </message>
    <message>
        <location filename="../../ui/service_browser.py"/>
        <source>Register a GIS, a portal or a server, to browse its image services.</source>
        <translation>Registrieren Sie ein GIS, also ein Portal oder einen Server, um dessen Bilddienste zu durchsuchen.</translation>
    </message>
</context>
<context>
    <name>ServiceDetails</name>
    <message>
        <location filename="../../ui/service_details.py"/>
        <source>Details of the image service</source>
        <translation>Details des Bilddienstes</translation>
    </message>
    <message>
        <location filename="../../ui/service_details.py"/>
        <source>Select an image service to see what it offers.</source>
        <translation>Wählen Sie einen Bilddienst, um zu sehen, was er bietet.</translation>
    </message>
    <message>
        <location filename="../../ui/service_details.py"/>
        <source>Asking the service what it offers…</source>
        <translation>Der Dienst wird gefragt, was er bietet…</translation>
    </message>
    <message>
        <location filename="../../ui/service_details.py"/>
        <source>Details of an image service</source>
        <translation>Details eines Bilddienstes</translation>
    </message>
    <message>
        <location filename="../../ui/service_details.py"/>
        <source>This service hands out no pixels.</source>
        <translation>Dieser Dienst liefert keine Pixel.</translation>
    </message>
    <message>
        <location filename="../../ui/service_details.py"/>
        <source>URL</source>
        <translation>URL</translation>
    </message>
    <message>
        <location filename="../../ui/service_details.py"/>
        <source>Summary</source>
        <translation>Zusammenfassung</translation>
    </message>
    <message>
        <location filename="../../ui/service_details.py"/>
        <source>Owner</source>
        <translation>Besitzer</translation>
    </message>
    <message>
        <location filename="../../ui/service_details.py"/>
        <source>Modified</source>
        <translation>Geändert</translation>
    </message>
    <message>
        <location filename="../../ui/service_details.py"/>
        <source>Tags</source>
        <translation>Tags</translation>
    </message>
    <message>
        <location filename="../../ui/service_details.py"/>
        <source>Credits</source>
        <translation>Nachweis</translation>
    </message>
    <message>
        <location filename="../../ui/service_details.py"/>
        <source>not defined</source>
        <translation>nicht definiert</translation>
    </message>
    <message>
        <location filename="../../ui/service_details.py"/>
        <source>{columns} × {rows} pixels per request</source>
        <translation>{columns} × {rows} Pixel je Anfrage</translation>
    </message>
    <message>
        <location filename="../../ui/service_details.py"/>
        <source>Pixels</source>
        <translation>Pixel</translation>
    </message>
    <message>
        <location filename="../../ui/service_details.py"/>
        <source>Bands</source>
        <translation>Kanäle</translation>
    </message>
    <message>
        <location filename="../../ui/service_details.py"/>
        <source>CRS</source>
        <translation>KBS</translation>
    </message>
    <message>
        <location filename="../../ui/service_details.py"/>
        <source>Limits</source>
        <translation>Grenzen</translation>
    </message>
    <message>
        <location filename="../../ui/service_details.py"/>
        <source>hands out tiles of a cache only</source>
        <translation>liefert nur Kacheln eines Caches</translation>
    </message>
    <message>
        <location filename="../../ui/service_details.py"/>
        <source>Capabilities</source>
        <translation>Fähigkeiten</translation>
    </message>
    <message>
        <location filename="../../ui/service_details.py"/>
        <source>Raster functions</source>
        <translation>Rasterfunktionen</translation>
    </message>
    <message>
        <location filename="../../ui/service_details.py"/>
        <source>Server version</source>
        <translation>Serverversion</translation>
    </message>
    <message>
        <location filename="../../ui/service_details.py"/>
        <source>Copyright</source>
        <translation>Urheberrecht</translation>
    </message>
    <message>
        <location filename="../../ui/service_details.py"/>
        <source>Description</source>
        <translation>Beschreibung</translation>
    </message>
</context>
<context>
    <name>ServiceList</name>
    <message>
        <location filename="../../ui/service_list.py"/>
        <source>Image services</source>
        <translation>Bilddienste</translation>
    </message>
</context>
<context>
    <name>ServicePanel</name>
    <message>
        <location filename="../../ui/service_panel.py"/>
        <source>Image Service</source>
        <translation>Bilddienst</translation>
    </message>
    <message>
        <location filename="../../ui/service_panel.py"/>
        <source>Load</source>
        <translation>Laden</translation>
    </message>
    <message>
        <location filename="../../ui/service_panel.py"/>
        <source>&amp;Address</source>
        <translation>&amp;Adresse</translation>
    </message>
    <message>
        <location filename="../../ui/service_panel.py"/>
        <source>Open {url}</source>
        <translation>{url} öffnen</translation>
    </message>
    <message>
        <location filename="../../ui/service_panel.py"/>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>SignInBox</name>
    <message>
        <location filename="../../ui/sign_in.py"/>
        <source>Authentication</source>
        <translation>Authentifizierung</translation>
    </message>
    <message>
        <location filename="../../ui/sign_in.py"/>
        <source>None</source>
        <translation>Keine</translation>
    </message>
    <message>
        <location filename="../../ui/sign_in.py"/>
        <source>Portal or server registered with “Register GIS” in the Processing toolbox</source>
        <translation>Portal oder Server, registriert mit „GIS registrieren“ in den Verarbeitungswerkzeugen</translation>
    </message>
    <message>
        <location filename="../../ui/sign_in.py"/>
        <source>Authentication configuration of QGIS, applied to the server of the service</source>
        <translation>Authentifizierungskonfiguration von QGIS, angewendet auf den Server des Dienstes</translation>
    </message>
    <message>
        <location filename="../../ui/sign_in.py"/>
        <source>Registered GIS</source>
        <translation>Registriertes GIS</translation>
    </message>
    <message>
        <location filename="../../ui/sign_in.py"/>
        <source>Configuration</source>
        <translation>Konfiguration</translation>
    </message>
</context>
<context>
    <name>SliceField</name>
    <message>
        <location filename="../../ui/slice_field.py"/>
        <source>As the Service</source>
        <translation>Wie der Dienst</translation>
    </message>
    <message>
        <location filename="../../ui/slice_field.py"/>
        <source>Moment, depth or variable of a multidimensional service; or its slice number</source>
        <translation>Zeitpunkt, Tiefe oder Variable eines multidimensionalen Dienstes; oder die Nummer der Schicht</translation>
    </message>
    <message>
        <location filename="../../ui/slice_field.py"/>
        <source>Slice</source>
        <translation>Schicht</translation>
    </message>
    <message>
        <location filename="../../ui/slice_field.py"/>
        <source>“{text}” is no slice: choose one of the list, or type its number.</source>
        <translation>„{text}“ ist keine Schicht: Wählen Sie eine aus der Liste oder geben Sie ihre Nummer ein.</translation>
    </message>
    <message>
        <location filename="../../ui/slice_field.py"/>
        <source>Asking for the slices…</source>
        <translation>Schichten werden abgefragt…</translation>
    </message>
</context>
<context>
    <name>SourceSelect</name>
    <message>
        <location filename="../../ui/source_select.py"/>
        <source>Image Services</source>
        <translation>Bilddienste</translation>
    </message>
    <message>
        <location filename="../../ui/source_select.py"/>
        <source>Browse image services of ArcGIS portals and servers</source>
        <translation>Bilddienste von ArcGIS-Portalen und -Servern durchsuchen</translation>
    </message>
    <message>
        <location filename="../../ui/source_widget.py"/>
        <source>Download…</source>
        <translation>Herunterladen…</translation>
    </message>
    <message>
        <location filename="../../ui/source_widget.py"/>
        <source>Choose what to download: exact pixel values, as a GeoTIFF</source>
        <translation>Auswählen, was heruntergeladen wird: exakte Pixelwerte, als GeoTIFF</translation>
    </message>
</context>
<context>
    <name>StackOutput</name>
    <message>
        <location filename="../../ui/stack_output.py"/>
        <source>Output</source>
        <translation>Ausgabe</translation>
    </message>
    <message>
        <location filename="../../ui/stack_output.py"/>
        <source>One Raster for Each Slice</source>
        <translation>Ein Raster je Schicht</translation>
    </message>
    <message>
        <location filename="../../ui/stack_output.py"/>
        <source>One Raster, a Band for Each Slice</source>
        <translation>Ein Raster, ein Kanal je Schicht</translation>
    </message>
    <message>
        <location filename="../../ui/stack_output.py"/>
        <source>Add &amp;to the project after running</source>
        <translation>Danach dem &amp;Projekt hinzufügen</translation>
    </message>
    <message>
        <location filename="../../ui/stack_output.py"/>
        <source>&amp;Layout</source>
        <translation>Au&amp;fteilung</translation>
    </message>
    <message>
        <location filename="../../ui/stack_output.py"/>
        <source>&amp;Folder</source>
        <translation>&amp;Ordner</translation>
    </message>
    <message>
        <location filename="../../ui/stack_output.py"/>
        <source>GeoTIFF (*.tif *.tiff)</source>
        <translation>GeoTIFF (*.tif *.tiff)</translation>
    </message>
    <message>
        <location filename="../../ui/stack_output.py"/>
        <source>[Save to temporary file]</source>
        <translation>[In temporäre Datei speichern]</translation>
    </message>
    <message>
        <location filename="../../ui/stack_output.py"/>
        <source>[Save to temporary folder]</source>
        <translation>[In temporären Ordner speichern]</translation>
    </message>
    <message>
        <location filename="../../ui/stack_output.py"/>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
</context>
<context>
    <name>StepList</name>
    <message>
        <location filename="../../ui/step_list.py"/>
        <source>Any Time</source>
        <translation>Beliebige Zeit</translation>
    </message>
    <message>
        <location filename="../../ui/step_list.py"/>
        <source>Slices</source>
        <translation>Schichten</translation>
    </message>
    <message>
        <location filename="../../ui/step_list.py"/>
        <source>Select &amp;All</source>
        <translation>&amp;Alle wählen</translation>
    </message>
    <message>
        <location filename="../../ui/step_list.py"/>
        <source>&amp;Deselect All</source>
        <translation>Alle a&amp;bwählen</translation>
    </message>
    <message>
        <location filename="../../ui/step_list.py"/>
        <source>&amp;Variable</source>
        <translation>&amp;Variable</translation>
    </message>
    <message>
        <location filename="../../ui/step_list.py"/>
        <source>Ti&amp;me</source>
        <translation>&amp;Zeit</translation>
    </message>
    <message>
        <location filename="../../ui/step_list.py"/>
        <source>All Variables</source>
        <translation>Alle Variablen</translation>
    </message>
    <message>
        <location filename="../../ui/step_list.py"/>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <location filename="../../ui/step_list.py"/>
        <source>{checked} of {count} slices</source>
        <translation>{checked} von {count} Schichten</translation>
    </message>
</context>
<context>
    <name>Summary</name>
    <message>
        <location filename="../../plugin/summary.py"/>
        <source>{columns} × {rows} cells, {bands} {kind}, {requests}, about {size}, in {reference}</source>
        <translation>{columns} × {rows} Zellen, {bands} {kind}, {requests}, etwa {size}, in {reference}</translation>
    </message>
    <message numerus="yes">
        <location filename="../../plugin/summary.py"/>
        <source>%Ln band(s)</source>
        <translation>
            <numerusform>%Ln Kanal</numerusform>
            <numerusform>%Ln Kanäle</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../plugin/summary.py"/>
        <source>%Ln request(s)</source>
        <translation>
            <numerusform>%Ln Anfrage</numerusform>
            <numerusform>%Ln Anfragen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Thumbnails</name>
    <message>
        <location filename="../../ui/thumbnails.py"/>
        <source>Thumbnail</source>
        <translation>Vorschaubild</translation>
    </message>
</context>
<context>
    <name>TimeField</name>
    <message>
        <location filename="../../ui/time_field.py"/>
        <source>As the Service</source>
        <translation>Wie der Dienst</translation>
    </message>
    <message>
        <location filename="../../ui/time_field.py"/>
        <source>Instant</source>
        <translation>Zeitpunkt</translation>
    </message>
    <message>
        <location filename="../../ui/time_field.py"/>
        <source>Range</source>
        <translation>Zeitraum</translation>
    </message>
    <message>
        <location filename="../../ui/time_field.py"/>
        <source>Kind of time</source>
        <translation>Art der Zeitangabe</translation>
    </message>
    <message>
        <location filename="../../ui/time_field.py"/>
        <source>Start, in UTC</source>
        <translation>Beginn, in UTC</translation>
    </message>
    <message>
        <location filename="../../ui/time_field.py"/>
        <source>End, in UTC</source>
        <translation>Ende, in UTC</translation>
    </message>
    <message>
        <location filename="../../ui/time_field.py"/>
        <source>to</source>
        <translation>bis</translation>
    </message>
    <message>
        <location filename="../../ui/time_field.py"/>
        <source>UTC</source>
        <translation>UTC</translation>
    </message>
</context>
<context>
    <name>TransferPanel</name>
    <message>
        <location filename="../../ui/transfer_panel.py"/>
        <source>Transfer and Storage</source>
        <translation>Übertragung und Speicherung</translation>
    </message>
    <message>
        <location filename="../../ui/transfer_panel.py"/>
        <source>Automatic keeps values and NoData exact; pictures do not</source>
        <translation>Automatisch hält Werte und NoData exakt; Bilder tun das nicht</translation>
    </message>
    <message>
        <location filename="../../ui/transfer_panel.py"/>
        <source>0 (exact)</source>
        <translation>0 (exakt)</translation>
    </message>
    <message>
        <location filename="../../ui/transfer_panel.py"/>
        <source>Largest error allowed in values with fractions; larger ones make smaller answers (LERC)</source>
        <translation>Größter zulässiger Fehler bei Werten mit Nachkommastellen; größere machen die Antworten kleiner (LERC)</translation>
    </message>
    <message>
        <location filename="../../ui/transfer_panel.py"/>
        <source>How TIFF is compressed on its way here</source>
        <translation>Wie TIFF bei der Übertragung komprimiert wird</translation>
    </message>
    <message>
        <location filename="../../ui/transfer_panel.py"/>
        <source>As the server</source>
        <translation>Wie der Server</translation>
    </message>
    <message>
        <location filename="../../ui/transfer_panel.py"/>
        <source>Quality of JPEG, from 0 to 100; the lower, the smaller and the worse</source>
        <translation>JPEG-Qualität von 0 bis 100; je niedriger, desto kleiner und schlechter</translation>
    </message>
    <message>
        <location filename="../../ui/transfer_panel.py"/>
        <source>Columns of a tile</source>
        <translation>Spalten einer Kachel</translation>
    </message>
    <message>
        <location filename="../../ui/transfer_panel.py"/>
        <source>Rows of a tile</source>
        <translation>Zeilen einer Kachel</translation>
    </message>
    <message>
        <location filename="../../ui/transfer_panel.py"/>
        <source>Parallel requests</source>
        <translation>Parallele Anfragen</translation>
    </message>
    <message>
        <location filename="../../ui/transfer_panel.py"/>
        <source>Most requests at a time; fewer are sent when the server does not keep up</source>
        <translation>Höchstzahl gleichzeitiger Anfragen; kommt der Server nicht nach, werden weniger gesendet</translation>
    </message>
    <message>
        <location filename="../../ui/transfer_panel.py"/>
        <source>What to do when a tile cannot be had after several attempts</source>
        <translation>Was geschieht, wenn eine Kachel auch nach mehreren Versuchen nicht zu bekommen ist</translation>
    </message>
    <message>
        <location filename="../../ui/transfer_panel.py"/>
        <source>Compression of the GeoTIFF; all of them keep values exact</source>
        <translation>Kompression des GeoTIFFs; alle halten die Werte exakt</translation>
    </message>
    <message>
        <location filename="../../ui/transfer_panel.py"/>
        <source>cells</source>
        <translation>Zellen</translation>
    </message>
    <message>
        <location filename="../../ui/transfer_panel.py"/>
        <source>Transfer f&amp;ormat</source>
        <translation>Übertragungsf&amp;ormat</translation>
    </message>
    <message>
        <location filename="../../ui/transfer_panel.py"/>
        <source>Error to&amp;lerance</source>
        <translation>Fehlertol&amp;eranz</translation>
    </message>
    <message>
        <location filename="../../ui/transfer_panel.py"/>
        <source>TIFF compression</source>
        <translation>TIFF-Kompression</translation>
    </message>
    <message>
        <location filename="../../ui/transfer_panel.py"/>
        <source>&amp;JPEG quality</source>
        <translation>&amp;JPEG-Qualität</translation>
    </message>
    <message>
        <location filename="../../ui/transfer_panel.py"/>
        <source>Tile si&amp;ze</source>
        <translation>Ka&amp;chelgröße</translation>
    </message>
    <message>
        <location filename="../../ui/transfer_panel.py"/>
        <source>Parallel re&amp;quests</source>
        <translation>Parallele Anfra&amp;gen</translation>
    </message>
    <message>
        <location filename="../../ui/transfer_panel.py"/>
        <source>On faile&amp;d tiles</source>
        <translation>Fehlende Kac&amp;heln</translation>
    </message>
    <message>
        <location filename="../../ui/transfer_panel.py"/>
        <source>File &amp;compression</source>
        <translation>Dateikompre&amp;ssion</translation>
    </message>
    <message>
        <location filename="../../ui/transfer_panel.py"/>
        <source>The server answers at most {columns} × {rows} cells at once</source>
        <translation>Der Server liefert höchstens {columns} × {rows} Zellen auf einmal</translation>
    </message>
    <message>
        <location filename="../../ui/transfer_panel.py"/>
        <source>“{text}” is no tolerance: give 0 or a positive number.</source>
        <translation>„{text}“ ist keine Toleranz: Geben Sie 0 oder eine positive Zahl an.</translation>
    </message>
</context>
<context>
    <name>UnfinishedOffers</name>
    <message>
        <location filename="../../ui/unfinished_offers.py"/>
        <source>Looking for interrupted downloads</source>
        <translation>Suche nach unterbrochenen Downloads</translation>
    </message>
    <message>
        <location filename="../../ui/unfinished_offers.py"/>
        <source>The download of “{name}” was interrupted.</source>
        <translation>Der Download von „{name}“ wurde unterbrochen.</translation>
    </message>
    <message>
        <location filename="../../ui/unfinished_offers.py"/>
        <source>Resuming “{name}”</source>
        <translation>„{name}“ wird fortgesetzt</translation>
    </message>
    <message>
        <location filename="../../ui/unfinished_offers.py"/>
        <source>“{name}” cannot be resumed</source>
        <translation>„{name}“ lässt sich nicht fortsetzen</translation>
    </message>
    <message>
        <location filename="../../ui/unfinished_offers.py"/>
        <source>“{name}” is being downloaded again, by another program.</source>
        <translation>„{name}“ wird gerade von einem anderen Programm weiter heruntergeladen.</translation>
    </message>
    <message>
        <location filename="../../ui/unfinished_offers.py"/>
        <source>Not discarded</source>
        <translation>Nicht verworfen</translation>
    </message>
    <message>
        <location filename="../../ui/unfinished_offers.py"/>
        <source>Discarding “{name}”</source>
        <translation>„{name}“ wird verworfen</translation>
    </message>
</context>
<context>
    <name>ValuesPanel</name>
    <message>
        <location filename="../../ui/values_panel.py"/>
        <source>Pixel Values</source>
        <translation>Pixelwerte</translation>
    </message>
    <message>
        <location filename="../../ui/values_panel.py"/>
        <source>Which of overlapping images is seen: a mosaic method, or a mosaic rule as JSON</source>
        <translation>Welches von überlappenden Bildern zu sehen ist: eine Mosaikmethode oder eine Mosaikregel als JSON</translation>
    </message>
    <message>
        <location filename="../../ui/values_panel.py"/>
        <source>Mosaic Rule…</source>
        <translation>Mosaikregel…</translation>
    </message>
    <message>
        <location filename="../../ui/values_panel.py"/>
        <source>Put a mosaic rule together, or choose rasters from the catalogue</source>
        <translation>Eine Mosaikregel zusammenstellen oder Raster aus dem Katalog wählen</translation>
    </message>
    <message>
        <location filename="../../ui/values_panel.py"/>
        <source>How the server fills cells that are not its own</source>
        <translation>Wie der Server Zellen füllt, die nicht seine eigenen sind</translation>
    </message>
    <message>
        <location filename="../../ui/values_panel.py"/>
        <source>As the Service</source>
        <translation>Wie der Dienst</translation>
    </message>
    <message>
        <location filename="../../ui/values_panel.py"/>
        <source>The server converts; values that do not fit are clamped</source>
        <translation>Der Server wandelt um; Werte, die nicht passen, werden begrenzt</translation>
    </message>
    <message>
        <location filename="../../ui/values_panel.py"/>
        <source>As the service</source>
        <translation>Wie der Dienst</translation>
    </message>
    <message>
        <location filename="../../ui/values_panel.py"/>
        <source>Value to be treated as NoData; one number, or one for each band: 0; 0; 255</source>
        <translation>Wert, der als NoData (Leerwert) gilt; eine Zahl oder eine je Kanal: 0; 0; 255</translation>
    </message>
    <message>
        <location filename="../../ui/values_panel.py"/>
        <source>When a cell is NoData</source>
        <translation>Wann eine Zelle NoData ist</translation>
    </message>
    <message>
        <location filename="../../ui/values_panel.py"/>
        <source>Raster &amp;function</source>
        <translation>&amp;Rasterfunktion</translation>
    </message>
    <message>
        <location filename="../../ui/values_panel.py"/>
        <source>&amp;Mosaic rule</source>
        <translation>&amp;Mosaikregel</translation>
    </message>
    <message>
        <location filename="../../ui/values_panel.py"/>
        <source>&amp;Time</source>
        <translation>Zei&amp;t</translation>
    </message>
    <message>
        <location filename="../../ui/values_panel.py"/>
        <source>Slice</source>
        <translation>Schicht</translation>
    </message>
    <message>
        <location filename="../../ui/values_panel.py"/>
        <source>Resamplin&amp;g</source>
        <translation>A&amp;btastung</translation>
    </message>
    <message>
        <location filename="../../ui/values_panel.py"/>
        <source>&amp;Pixel type</source>
        <translation>&amp;Pixeltyp</translation>
    </message>
    <message>
        <location filename="../../ui/values_panel.py"/>
        <source>&amp;NoData</source>
        <translation>&amp;NoData</translation>
    </message>
    <message>
        <location filename="../../ui/values_panel.py"/>
        <source>As the Service ({method})</source>
        <translation>Wie der Dienst ({method})</translation>
    </message>
    <message>
        <location filename="../../ui/values_panel.py"/>
        <source>As the Service ({name})</source>
        <translation>Wie der Dienst ({name})</translation>
    </message>
    <message>
        <location filename="../../ui/values_panel.py"/>
        <source>As the service ({values})</source>
        <translation>Wie der Dienst ({values})</translation>
    </message>
    <message>
        <location filename="../../ui/values_panel.py"/>
        <source>“{text}” is no NoData value: give a number, or one per band.</source>
        <translation>„{text}“ ist kein NoData-Wert: Geben Sie eine Zahl an, oder eine je Kanal.</translation>
    </message>
</context>
<context>
    <name>Windows</name>
    <message>
        <location filename="../../ui/windows.py"/>
        <source>Remove “{name}” from the registered GIS?</source>
        <translation>„{name}“ aus den registrierten GIS entfernen?</translation>
    </message>
    <message>
        <location filename="../../ui/windows.py"/>
        <source>Remove GIS</source>
        <translation>GIS entfernen</translation>
    </message>
    <message>
        <location filename="../../ui/windows.py"/>
        <source>Its sign-in is removed from QGIS&apos;s authentication database, too; live layers that use it will no longer be shown.</source>
        <translation>Auch die Anmeldung wird aus der Authentifizierungsdatenbank von QGIS entfernt; Live-Layer, die sie verwenden, werden nicht mehr angezeigt.</translation>
    </message>
    <message>
        <location filename="../../ui/windows.py"/>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
</context>
<context>
    <name>_AddressBox</name>
    <message>
        <location filename="../../ui/service_panel.py"/>
        <source>Address of the image service</source>
        <translation>Adresse des Bilddienstes</translation>
    </message>
    <message>
        <location filename="../../ui/service_panel.py"/>
        <source>Address of an image service; any page below it will do</source>
        <translation>Adresse eines Bilddienstes; jede Seite darunter tut es auch</translation>
    </message>
</context>
</TS>
