<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
<context>
    <name>Facts</name>
    <message numerus="yes">
        <location filename="../../ui/facts.py"/>
        <source>%Ln band(s)</source>
        <translation>
            <numerusform>%Ln band</numerusform>
            <numerusform>%Ln bands</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ImageServicesAlgorithms</name>
    <message numerus="yes">
        <location filename="../../plugin/algorithms/download.py"/>
        <source>%Ln band(s)</source>
        <translation>
            <numerusform>%Ln band</numerusform>
            <numerusform>%Ln bands</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../plugin/algorithms/download.py"/>
        <source>%Ln tile(s)</source>
        <translation>
            <numerusform>%Ln tile</numerusform>
            <numerusform>%Ln tiles</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../plugin/algorithms/download.py"/>
        <source>%Ln request(s)</source>
        <translation>
            <numerusform>%Ln request</numerusform>
            <numerusform>%Ln requests</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../plugin/algorithms/download.py"/>
        <source>%Ln retries</source>
        <translation>
            <numerusform>%Ln retry</numerusform>
            <numerusform>%Ln retries</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../plugin/algorithms/listservices.py"/>
        <source>%n service(s)</source>
        <translation>
            <numerusform>%n service</numerusform>
            <numerusform>%n services</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../plugin/algorithms/listservices.py"/>
        <source>%n image service(s)</source>
        <translation>
            <numerusform>%n image service</numerusform>
            <numerusform>%n image services</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Layers</name>
    <message numerus="yes">
        <location filename="../../plugin/layers.py"/>
        <source>%n band(s)</source>
        <translation>
            <numerusform>%n band</numerusform>
            <numerusform>%n bands</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../plugin/layers.py"/>
        <source>%n tile(s) could not be had and are NoData.</source>
        <translation>
            <numerusform>%n tile could not be had and is NoData.</numerusform>
            <numerusform>%n tiles could not be had and are NoData.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Summary</name>
    <message numerus="yes">
        <location filename="../../plugin/summary.py"/>
        <source>%Ln band(s)</source>
        <translation>
            <numerusform>%Ln band</numerusform>
            <numerusform>%Ln bands</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <location filename="../../plugin/summary.py"/>
        <source>%Ln request(s)</source>
        <translation>
            <numerusform>%Ln request</numerusform>
            <numerusform>%Ln requests</numerusform>
        </translation>
    </message>
</context>
</TS>
